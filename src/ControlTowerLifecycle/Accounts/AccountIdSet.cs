using System.Collections;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// Thousands of accounts, each as a number: about 35 bytes, where a set of the ids themselves takes more than 100.
/// </summary>
internal sealed class AccountIdSet : IEnumerable<AccountId>
{
    private readonly HashSet<long> _numbers = [];

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>Adds an account that may be in it already.</summary>
    public void Add(AccountId account) => _numbers.Add(account.Number);

    /// <summary>Whether an account is in it.</summary>
    public bool Contains(AccountId account) => _numbers.Contains(account.Number);

    /// <inheritdoc/>
    public IEnumerator<AccountId> GetEnumerator() => _numbers.Select(AccountId.Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
