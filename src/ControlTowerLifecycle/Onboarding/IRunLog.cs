using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>The log of a run while it runs. The caller logs the outcome.</summary>
internal interface IRunLog
{
    /// <summary>A step was applied. The account's name is null if it is not known.</summary>
    void StepApplied(AccountId account, string? accountName, Step step);
}
