using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>An organization of a few accounts that counts what it is asked.</summary>
internal sealed class FakeOrganization(params IEnumerable<ManagedAccount> accounts) : IOrganization
{
    public Dictionary<AccountId, string[]> Units { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>How many accounts the one who walks has taken.</summary>
    public int Streamed { get; private set; }

    /// <summary>What happens before an account is found.</summary>
    public Func<Task> BeforeFind { get; set; } = () => Task.CompletedTask;

    public async IAsyncEnumerable<ManagedAccount> AccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Add("ListAccounts");
        foreach (var account in accounts)
        {
            await Task.CompletedTask;
            cancellationToken.ThrowIfCancellationRequested();
            Streamed++;
            yield return account;
        }
    }

    public async IAsyncEnumerable<AccountPage> PagesAsync(
        AccountWalk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var account in AccountsAsync(cancellationToken))
            yield return new AccountPage([account], null);
    }

    public async Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken)
    {
        Asked.Add($"DescribeAccount {id}");
        await BeforeFind();
        return accounts.SingleOrDefault(account => account.Id == id);
    }

    public Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken)
    {
        Asked.Add($"ListParents {id}");
        return Units.TryGetValue(id, out var units)
            ? Task.FromResult<IReadOnlyList<string>>(units)
            : throw new UnexpectedCallException($"the units of {id}");
    }
}
