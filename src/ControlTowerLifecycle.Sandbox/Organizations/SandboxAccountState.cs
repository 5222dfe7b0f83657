namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>The life of an account, in the order in which it passes through the states.</summary>
internal enum SandboxAccountState
{
    PendingActivation,
    Active,
    Suspended,
    PendingClosure,
    Closed,
}

/// <summary>How the wire writes an <see cref="SandboxAccountState"/>.</summary>
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

    /// <summary>The value of the retired <c>Account.Status</c>, which knew three states only.</summary>
    public static string RetiredWire(this SandboxAccountState state) => state switch
    {
        SandboxAccountState.PendingActivation or SandboxAccountState.Active => "ACTIVE",
        SandboxAccountState.PendingClosure => "PENDING_CLOSURE",
        _ => "SUSPENDED",
    };
}

/// <summary>Which of the fields that came and went <c>Account</c> carries in an answer.</summary>
[Flags]
internal enum AccountFields
{
    None = 0,

    /// <summary>What tells the state of an account today.</summary>
    State = 1,

    /// <summary>What told it until September 2026.</summary>
    Status = 2,

    /// <summary>The ancestry of the account, <c>o-…/r-…/ou-…/&lt;account&gt;/</c>.</summary>
    Paths = 4,
}
