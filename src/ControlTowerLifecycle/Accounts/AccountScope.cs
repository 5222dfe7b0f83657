using System.Collections.Frozen;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// The accounts to onboard: all active accounts, unless the settings limit them. An exclusion wins over an inclusion.
/// A unit includes all units below it.
/// </summary>
/// <param name="includeUnits">IDs of organizational units, <c>ou-…</c>; empty means all.</param>
/// <param name="excludeUnits">IDs of organizational units, <c>ou-…</c>.</param>
/// <param name="excludeAccounts">IDs of accounts.</param>
internal sealed class AccountScope(
    IEnumerable<string> includeUnits, IEnumerable<string> excludeUnits, IEnumerable<AccountId> excludeAccounts)
{
    private readonly FrozenSet<string> _includeUnits = includeUnits.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _excludeUnits = excludeUnits.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<AccountId> _excludeAccounts = excludeAccounts.ToFrozenSet();

    /// <summary>Every active account.</summary>
    public static AccountScope Everything { get; } = new([], [], []);

    /// <summary>
    /// Whether a decision needs the account's organizational units. Reading unknown units costs API calls.
    /// </summary>
    public bool NeedsOrganizationalUnits => _includeUnits.Count + _excludeUnits.Count > 0;

    /// <summary>The reason if the ID alone excludes the account, or null.</summary>
    public SkipReason? Excludes(AccountId id) => _excludeAccounts.Contains(id) ? SkipReason.ExcludedAccount : null;

    /// <summary>The reason to skip an account, or null if it must be onboarded.</summary>
    /// <exception cref="ArgumentException">The decision needs the account's units, and they are unknown.</exception>
    public SkipReason? Judge(ManagedAccount account)
    {
        if (Excludes(account.Id) is { } excluded)
            return excluded;

        if (SkipReason.ForState(account.State) is { } state)
            return state;

        if (!NeedsOrganizationalUnits)
            return null;

        var units = account.OrganizationalUnits
            ?? throw new ArgumentException($"The organizational units of {account.Id} are unknown.", nameof(account));

        if (units.FirstOrDefault(_excludeUnits.Contains) is { } unit)
            return SkipReason.ExcludedOrganizationalUnit(unit);

        return _includeUnits.Count == 0 || units.Any(_includeUnits.Contains) ? null : SkipReason.NotIncluded;
    }
}
