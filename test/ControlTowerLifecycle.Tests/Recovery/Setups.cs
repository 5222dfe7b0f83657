using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Whether an account is to be onboarded, and why not.</summary>
internal enum AccountKind
{
    /// <summary>Active and governed.</summary>
    Eligible,

    /// <summary>Governed, and can still be entered.</summary>
    Suspended,

    /// <summary>Governed, and can still be entered.</summary>
    Closed,

    /// <summary>Cannot be entered.</summary>
    Ungoverned,

    /// <summary>Not governed any more; the execution role stayed.</summary>
    LeftBehind,
}

/// <summary>The connector role that an account has at the start.</summary>
internal enum RoleSetup
{
    None,
    Right,

    /// <summary>Right, and made at the start by a run that died.</summary>
    JustMade,

    /// <summary>Made at the start by a run that died before it wrote the policy.</summary>
    HalfMade,
    OtherTrust,
    OtherPolicy,

    /// <summary>With the predecessor's managed policy instead of ours, and a policy that somebody attached.</summary>
    Predecessors,
}

/// <summary>The connectors that an account has at the start.</summary>
internal enum ConnectorSetup
{
    None,
    Ours,
    ForeignElsewhere,
    ForeignOnOurRole,
    ForeignElsewhereAndOurs,
}

internal sealed record AccountSetup(AccountKind Kind, RoleSetup Role, ConnectorSetup Connectors)
{
    public static AccountSetup Plain { get; } = new(AccountKind.Eligible, RoleSetup.None, ConnectorSetup.None);

    public AccountState State => Kind switch
    {
        AccountKind.Suspended => AccountState.Suspended,
        AccountKind.Closed => AccountState.Closed,
        _ => AccountState.Active,
    };

    public bool IsGoverned => Kind is not (AccountKind.Ungoverned or AccountKind.LeftBehind);

    public override string ToString() => $"{Kind}, role {Role}, connector {Connectors}";
}

internal enum MessageKind
{
    Created,
    Updated,

    /// <summary>As an operator writes it.</summary>
    Direct,
    Walked,

    /// <summary>A walk saw the right connector.</summary>
    WalkedAndKnown,

    /// <summary>A walk saw a connector that is gone by now.</summary>
    WalkedAndGone,

    /// <summary>Control Tower did not tell the walk what it governs.</summary>
    WalkedUntold,
}

/// <param name="Kind">What it says.</param>
/// <param name="Account">About which account, from 0.</param>
internal sealed record MessageSetup(MessageKind Kind, int Account)
{
    /// <summary>Whether such a message about such an account can be in the queue and be no person's business.</summary>
    public bool Fits(AccountSetup account) => Kind switch
    {
        MessageKind.Walked => account.Kind == AccountKind.Eligible,
        MessageKind.WalkedAndKnown => account.Kind == AccountKind.Eligible
            && account.Connectors is ConnectorSetup.Ours or ConnectorSetup.ForeignOnOurRole,
        MessageKind.WalkedAndGone => account is { Kind: AccountKind.Eligible, Connectors: ConnectorSetup.None },
        MessageKind.WalkedUntold => account.Kind is AccountKind.Eligible or AccountKind.Ungoverned,
        _ => account.IsGoverned,
    };

    /// <summary>
    /// Whether it alone has to bring its account under protection. What a walk is mistaken about, and an account that a
    /// walk passes by because it refused, is left to the next one.
    /// </summary>
    public bool Suffices => Kind is not (MessageKind.WalkedAndGone or MessageKind.WalkedUntold);

    public override string ToString() => $"{Kind} {Account + 1}";
}
