using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>An account and how its run ended: the content of log lines, responses and notifications.</summary>
/// <param name="Id">The account.</param>
/// <param name="Outcome">How the run ended.</param>
internal sealed record RunReport(AccountId Id, RunOutcome Outcome)
{
    /// <summary>The account's name; null if it is not known.</summary>
    public string? AccountName { get; init; }

    /// <summary>The run was to offboard the account, not to onboard it.</summary>
    public bool IsOffboarding { get; init; }
}
