using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// The registrations of a protection whose work another one does for some accounts: these accounts need no registration.
/// </summary>
internal sealed class CoveredRegistrations(IRegistrations own, IProtection covering, IRegistrations coverings) : IRegistrations
{
    public int Unclaimed => own.Unclaimed;

    /// <summary>The lists of all protections, in their order, each aware of the others.</summary>
    public static IReadOnlyList<IRegistrations> Of(
        IReadOnlyList<IProtection> protections, IReadOnlyList<IRegistrations> lists)
    {
        var result = lists.ToArray();
        foreach (var (covering, coverings) in protections.Zip(lists))
        {
            for (var index = 0; index < protections.Count; index++)
            {
                if (covering.Coverable.Contains(protections[index].Name, StringComparer.Ordinal))
                    result[index] = new CoveredRegistrations(result[index], covering, coverings);
            }
        }

        return result;
    }

    public Registration Find(ManagedAccount account) =>
        coverings.Find(account).Fact is { } known && covering.Covers(known)
            ? new Registration.Covered()
            : own.Find(account);

    public bool IsUnderOurName(AccountId account) => own.IsUnderOurName(account);

    public void Claim(AccountId account) => own.Claim(account);
}
