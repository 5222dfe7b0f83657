namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>The states of an account, in the order of its life.</summary>
internal enum SandboxAccountState
{
    PendingActivation,
    Active,
    Suspended,
    PendingClosure,
    Closed,
}

/// <summary>The API values of <see cref="SandboxAccountState"/>.</summary>
internal static class SandboxAccountStateNames
{
    /// <summary>The value of <c>Account.State</c>.</summary>
    public static string Wire(this SandboxAccountState state) => state switch
    {
        SandboxAccountState.PendingActivation => "PENDING_ACTIVATION",
        SandboxAccountState.Active => "ACTIVE",
        SandboxAccountState.Suspended => "SUSPENDED",
        SandboxAccountState.PendingClosure => "PENDING_CLOSURE",
        _ => "CLOSED",
    };

    /// <summary>The value of the retired field <c>Account.Status</c>, which had three states.</summary>
    public static string RetiredWire(this SandboxAccountState state) => state switch
    {
        SandboxAccountState.PendingActivation or SandboxAccountState.Active => "ACTIVE",
        SandboxAccountState.PendingClosure => "PENDING_CLOSURE",
        _ => "SUSPENDED",
    };
}

/// <summary>The optional fields of <c>Account</c> in responses of Organizations.</summary>
[Flags]
internal enum AccountFields
{
    None = 0,

    /// <summary>The field <c>State</c>.</summary>
    State = 1,

    /// <summary>The field <c>Status</c>, retired in September 2026.</summary>
    Status = 2,

    /// <summary>The field <c>Paths</c>: <c>o-…/r-…/ou-…/&lt;account&gt;/</c>.</summary>
    Paths = 4,
}
