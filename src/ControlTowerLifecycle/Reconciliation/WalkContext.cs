using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>What is looked up once, before a walk's first page.</summary>
/// <param name="Governance">Which accounts Control Tower governs.</param>
/// <param name="Registrations">What the vendors have registered, one for each protection.</param>
internal sealed record WalkContext(Governance Governance, IReadOnlyList<IRegistrations> Registrations)
{
    public bool IsGovernanceKnown => Governance is Governance.Known;

    /// <summary>
    /// <see cref="WalkSummary.GovernanceKnown"/>, or why it is not.
    /// </summary>
    public string GovernanceWord =>
        Governance is Governance.Unknown unknown ? unknown.Why : WalkSummary.GovernanceKnown;

    /// <summary>Whether Control Tower tells that it does not govern an account.</summary>
    public bool IsUngoverned(AccountId account) =>
        Governance is Governance.Known known && !known.Accounts.Contains(account);

    /// <summary>What each protection's vendor has registered for an account.</summary>
    public IReadOnlyList<Registration> Find(AccountId account) => [.. Registrations.Select(all => all.Find(account))];

    /// <summary>Whether a vendor has something registered for an account under our name.</summary>
    public bool IsUnderOurName(AccountId account) => Registrations.Any(all => all.IsUnderOurName(account));

    /// <summary>Once all active accounts were claimed: how many registrations under our name belong to none of them.</summary>
    public int Orphaned => Registrations.Sum(all => all.Unclaimed);

    /// <summary>Notes the active accounts of a page.</summary>
    public void Claim(IEnumerable<ManagedAccount> page)
    {
        foreach (var account in page.Where(one => one.State == AccountState.Active))
        {
            foreach (var all in Registrations)
                all.Claim(account.Id);
        }
    }
}
