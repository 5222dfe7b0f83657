using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>An account and how its run ended: the content of log lines, responses and notifications.</summary>
/// <param name="Id">The account.</param>
/// <param name="Outcome">How the run ended.</param>
internal sealed record RunReport(AccountId Id, RunOutcome Outcome)
{
    /// <summary>The account's name; null if it is not known.</summary>
    public string? AccountName { get; init; }

    /// <summary>The unit that contains the account; null if it was not read.</summary>
    public string? OrganizationalUnitId { get; init; }

    /// <summary>What requested the onboarding; null for an offboarding.</summary>
    public Origin? Origin { get; init; }

    /// <summary>The run was to offboard the account, not to onboard it.</summary>
    public bool IsOffboarding { get; init; }
}
