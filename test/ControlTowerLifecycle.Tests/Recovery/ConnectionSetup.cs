namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The protections of a case.</summary>
internal enum ProtectionsSetup
{
    WorkloadSecurity,
    CloudAccounts,
    Both,
}

/// <summary>What an account has for Cloud Accounts at the start.</summary>
internal enum ConnectionSetup
{
    None,
    Ours,

    /// <summary>A killed run created everything in the account, but the connection.</summary>
    NotConnected,

    /// <summary>A killed run created the provider and the role, but no policy.</summary>
    WithoutPolicies,

    /// <summary>The role trusts another business, and has no tag of the vendor.</summary>
    OtherTrust,

    /// <summary>A policy has another document and no room for a further version.</summary>
    OtherPolicy,

    /// <summary>The provider belongs to another account's product: another audience and one foreign thumbprint.</summary>
    OtherProvider,

    /// <summary>Another product of the vendor imported the account without a role.</summary>
    Import,

    /// <summary>The vendor's connection of the organization connected the account.</summary>
    OfOrganization,
}
