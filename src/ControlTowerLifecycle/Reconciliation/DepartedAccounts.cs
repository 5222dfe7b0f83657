using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// The accounts that a walk found to have left, over all its invocations. They are queued after the last page, because
/// only their number shows whether the list of Control Tower can be right.
/// </summary>
/// <param name="earlier">The accounts that earlier invocations found.</param>
internal sealed class DepartedAccounts(IEnumerable<AccountId> earlier)
{
    /// <summary>With their names; earlier invocations hand over IDs only, because a payload is small.</summary>
    private readonly Dictionary<AccountId, string?> _accounts =
        earlier.Distinct().ToDictionary(id => id, _ => (string?)null);

    public IReadOnlyList<AccountId> Ids => [.. _accounts.Keys];

    public void Add(IEnumerable<AccountVerdict> verdicts)
    {
        foreach (var verdict in verdicts.Where(verdict => verdict.HasDeparted))
            _accounts[verdict.Account.Id] = verdict.Account.Name;
    }

    public void Clear() => _accounts.Clear();

    /// <summary>
    /// Removes accounts that have not left any more. Each invocation reads the lists of Control Tower and of the vendors
    /// again, and an account must be absent in all of them.
    /// </summary>
    public void Keep(Func<AccountId, bool> hasDeparted)
    {
        foreach (var id in _accounts.Keys.Where(id => !hasDeparted(id)).ToList())
            _accounts.Remove(id);
    }

    public IEnumerable<string> CreateMessages() =>
        _accounts.Select(account => WorkMessage.ForLeft(account.Key, account.Value));
}
