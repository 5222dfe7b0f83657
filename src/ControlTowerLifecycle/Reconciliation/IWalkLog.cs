using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>Receives what a walk found in single accounts.</summary>
internal interface IWalkLog
{
    /// <summary>An account needs an operator, and is not queued.</summary>
    void ActionRequired(AccountId? account, string? accountName, RunFailure failure);
}
