namespace ControlTowerLifecycle.Tests.Recovery;

internal enum MessageKind
{
    Created,
    Updated,

    /// <summary>The message that an operator sends.</summary>
    Direct,
    Walk,

    /// <summary>The walk found the right connector.</summary>
    WalkWithRegistration,

    /// <summary>The walk found a connector that was removed since.</summary>
    WalkWithStaleRegistration,

    /// <summary>Governance was unknown to the walk.</summary>
    WalkWithoutGovernance,
}

/// <param name="Kind">The content.</param>
/// <param name="Account">The index of the account, from 0.</param>
internal sealed record MessageSetup(MessageKind Kind, int Account)
{
    /// <summary>
    /// Whether the queue can contain such a message about such an account without the need of an operator.
    /// </summary>
    public bool IsValidFor(AccountSetup account) => Kind switch
    {
        MessageKind.Walk => account.Kind == AccountKind.Eligible,
        MessageKind.WalkWithRegistration => account.Kind == AccountKind.Eligible
            && account.Connectors is ConnectorSetup.Ours or ConnectorSetup.ForeignOnOurRole,
        MessageKind.WalkWithStaleRegistration =>
            account is { Kind: AccountKind.Eligible, Connectors: ConnectorSetup.None },
        MessageKind.WalkWithoutGovernance => account.Kind is AccountKind.Eligible or AccountKind.Ungoverned,
        _ => account.IsGoverned,
    };

    /// <summary>Whether the message names a connector that a walk found.</summary>
    public bool HasRegistration => Kind is MessageKind.WalkWithRegistration or MessageKind.WalkWithStaleRegistration;

    /// <summary>
    /// Whether the message alone must bring its account under protection. A walk with a stale registration, or a walk
    /// without governance that meets a refused role, leaves the account to the next walk.
    /// </summary>
    public bool IsSufficient =>
        Kind is not (MessageKind.WalkWithStaleRegistration or MessageKind.WalkWithoutGovernance);

    public override string ToString() => $"{Kind} {Account + 1}";
}
