using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>What one account has.</summary>
/// <param name="Role">The vendor's role; null if there is none.</param>
/// <param name="Connection">The vendor's record of the account; null if there is none.</param>
internal sealed record CloudAccountsState(RoleState? Role, Connection? Connection)
    : ProtectionState(CloudAccountsProtection.ProtectionName)
{
    /// <summary>The vendor's OIDC provider in the account; null if there is none.</summary>
    public IdentityProviderState? Provider { get; init; }

    /// <summary>
    /// The vendor's policies, in the order of <see cref="CloudAccounts.Role.VisionOnePolicies.All"/>; null if missing.
    /// </summary>
    public IReadOnlyList<ManagedPolicyState?> Policies { get; init; } = [null, null, null];

    /// <summary>Whether it is on record that the account had no connection before ours.</summary>
    public bool IsRecorded { get; init; }
}
