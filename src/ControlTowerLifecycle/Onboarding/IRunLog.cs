using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>Where the onboarding tells what it does while it does it. The outcome is told by the caller.</summary>
internal interface IRunLog
{
    /// <summary>A step is done; the account's name is null where it is not known.</summary>
    void StepApplied(AccountId account, string? accountName, Step step);
}
