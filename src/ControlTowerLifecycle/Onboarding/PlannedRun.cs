using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>What a run on an account would do.</summary>
/// <param name="Id">The account.</param>
/// <param name="AccountName">The account's name; null if it is not known.</param>
internal sealed record PlannedRun(AccountId Id, string? AccountName)
{
    /// <summary>The steps; empty if nothing is to do, or if the run would end before.</summary>
    public Plan Plan { get; init; } = new([]);

    /// <summary>What the plan is made from.</summary>
    public IReadOnlyList<ProtectionState> States { get; init; } = [];

    /// <summary>How the run would end before the first step: skipped or failed. Null if it would apply the plan.</summary>
    public RunOutcome? Ended { get; init; }
}
