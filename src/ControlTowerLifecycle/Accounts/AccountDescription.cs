namespace ControlTowerLifecycle.Accounts;

/// <summary>An account as Organizations describes it now, and whether it is in scope.</summary>
/// <param name="Account">The account; null if it is not in the organization.</param>
/// <param name="SkipReason">Why the account must not be onboarded; null if it is active and in scope.</param>
internal sealed record AccountDescription(ManagedAccount? Account, SkipReason? SkipReason);
