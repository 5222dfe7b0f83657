using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Whether an account must be onboarded, and why not.</summary>
internal enum AccountKind
{
    /// <summary>Active and governed.</summary>
    Eligible,

    /// <summary>Governed, and its execution role can still be assumed.</summary>
    Suspended,

    /// <summary>Governed, and its execution role can still be assumed.</summary>
    Closed,

    /// <summary>The execution role cannot be assumed.</summary>
    Ungoverned,

    /// <summary>No longer governed, but the execution role still exists.</summary>
    LeftBehind,
}

/// <summary>The connector role of an account at the start.</summary>
internal enum RoleSetup
{
    None,
    Right,

    /// <summary>Right, and just created by a run that was killed.</summary>
    JustCreated,

    /// <summary>Just created by a run that was killed before it wrote the policy.</summary>
    WithoutPolicy,
    OtherTrust,
    OtherPolicy,

    /// <summary>With the predecessor's managed policy instead of ours, and with another attached policy.</summary>
    Predecessor,
}

/// <summary>The connectors of an account at the start.</summary>
internal enum ConnectorSetup
{
    None,
    Ours,
    ForeignOnOtherRole,
    ForeignOnOurRole,
    ForeignOnOtherRoleAndOurs,
}

internal sealed record AccountSetup(AccountKind Kind, RoleSetup Role, ConnectorSetup Connectors)
{
    public static AccountSetup Default { get; } = new(AccountKind.Eligible, RoleSetup.None, ConnectorSetup.None);

    public ConnectionSetup Connection { get; init; }

    public AccountState State => Kind switch
    {
        AccountKind.Suspended => AccountState.Suspended,
        AccountKind.Closed => AccountState.Closed,
        _ => AccountState.Active,
    };

    public bool IsGoverned => Kind is not (AccountKind.Ungoverned or AccountKind.LeftBehind);

    public override string ToString() => $"{Kind}, role {Role}, connector {Connectors}, Cloud Accounts {Connection}";
}
