using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>An account and how its onboarding ended: what is logged, answered and told to others.</summary>
/// <param name="Id">The account.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record RunReport(AccountId Id, RunOutcome Outcome)
{
    /// <summary>The account's name, where it became known.</summary>
    public string? AccountName { get; init; }

    /// <summary>The account was to be disconnected because it left, and not to be onboarded.</summary>
    public bool IsOffboarding { get; init; }
}
