using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>What a walk reads once, before its first page.</summary>
/// <param name="Governance">The accounts that Control Tower governs.</param>
/// <param name="Registrations">The registrations at the vendors, one list for each protection.</param>
internal sealed record WalkContext(Governance Governance, IReadOnlyList<IRegistrations> Registrations)
{
    public bool IsGovernanceKnown => Governance is Governance.Known;

    /// <summary>The value of <see cref="WalkSummary.Governance"/>.</summary>
    public string GovernanceText =>
        Governance is Governance.Unknown unknown ? unknown.Why : WalkSummary.GovernanceKnown;

    /// <summary>Registrations under our name whose account was not given to <see cref="AddMembers"/>.</summary>
    public int OrphanedRegistrations => Registrations.Sum(list => list.Unclaimed);

    /// <summary>Whether Control Tower is known not to govern an account.</summary>
    public bool IsUngoverned(AccountId account) =>
        Governance is Governance.Known known && !known.Accounts.Contains(account);

    /// <summary>The registration of an account at the vendor of each protection.</summary>
    public IReadOnlyList<Registration> FindRegistrations(ManagedAccount account) =>
        [.. Registrations.Select(list => list.Find(account))];

    /// <summary>How many accounts Control Tower governs; 0 if that is unknown.</summary>
    public int GovernedAccounts => Governance is Governance.Known known ? known.Accounts.Count : 0;

    /// <summary>Whether an account is known not to be governed, and a vendor has a registration under our name.</summary>
    public bool HasDeparted(AccountId account) =>
        IsUngoverned(account) && Registrations.Any(list => list.IsUnderOurName(account));

    /// <summary>Records the accounts of a page, so that registrations of active ones are no orphans.</summary>
    public void AddMembers(IEnumerable<ManagedAccount> page)
    {
        foreach (var account in page.Where(account => account.State == AccountState.Active))
        {
            foreach (var list in Registrations)
                list.Claim(account.Id);
        }
    }
}
