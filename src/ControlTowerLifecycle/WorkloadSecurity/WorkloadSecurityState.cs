using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What one account has.</summary>
/// <param name="Role">Its connector role; null if there is none.</param>
/// <param name="Connectors">The vendor's connectors for it, lowest id first.</param>
internal sealed record WorkloadSecurityState(RoleState? Role, IReadOnlyList<Connector> Connectors)
    : ProtectionState(WorkloadSecurityProtection.ProtectionName)
{
    /// <summary>The tenant's external ID; not read for an offboarding.</summary>
    public string ExternalId { get; init; } = "";

    /// <summary>Whether it is on record that the account had no connector before ours.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>When this was observed. A registration must not rely on an old observation.</summary>
    public DateTimeOffset ObservedAt { get; init; }

    /// <summary>Whether the account could be entered; if not, nothing is known of its role.</summary>
    public bool IsEntered { get; init; } = true;
}
