using System.Collections.Frozen;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// Which accounts are onboarded. Everything active is, unless the settings say otherwise; an exclusion wins over an
/// inclusion; a unit counts at any depth.
/// </summary>
/// <param name="includeUnits">Ids of organizational units, <c>ou-…</c>; empty means all.</param>
/// <param name="excludeUnits">Ids of organizational units, <c>ou-…</c>.</param>
/// <param name="excludeAccounts">Ids of accounts.</param>
internal sealed class AccountScope(
    IEnumerable<string> includeUnits, IEnumerable<string> excludeUnits, IEnumerable<AccountId> excludeAccounts)
{
    private readonly FrozenSet<string> _includeUnits = includeUnits.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _excludeUnits = excludeUnits.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<AccountId> _excludeAccounts = excludeAccounts.ToFrozenSet();

    /// <summary>Every active account.</summary>
    public static AccountScope Everything { get; } = new([], [], []);

    /// <summary>
    /// Whether a decision takes the account's organizational units, which cost calls where they are not known.
    /// </summary>
    public bool NeedsOrganizationalUnits => _includeUnits.Count + _excludeUnits.Count > 0;

    /// <summary>Why the id alone rules an account out, or null.</summary>
    public SkipReason? Excludes(AccountId id) => _excludeAccounts.Contains(id) ? SkipReason.ExcludedAccount : null;

    /// <summary>Why an account is left alone, or null where it is to be onboarded.</summary>
    /// <exception cref="ArgumentException">The units are needed and not known.</exception>
    public SkipReason? Judge(ManagedAccount account)
    {
        if (Excludes(account.Id) is { } excluded)
            return excluded;

        if (SkipReason.ForState(account.State) is { } state)
            return state;

        if (!NeedsOrganizationalUnits)
            return null;

        var units = account.OrganizationalUnits
            ?? throw new ArgumentException($"The organizational units of {account.Id} are not known.", nameof(account));

        if (units.FirstOrDefault(_excludeUnits.Contains) is { } unit)
            return SkipReason.ExcludedOrganizationalUnit(unit);

        return _includeUnits.Count == 0 || units.Any(_includeUnits.Contains) ? null : SkipReason.NotIncluded;
    }
}
