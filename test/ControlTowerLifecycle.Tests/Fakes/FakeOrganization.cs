using System.Globalization;
using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>An organization of a few accounts that counts what it is asked.</summary>
internal sealed class FakeOrganization(params IEnumerable<ManagedAccount> accounts) : IOrganization
{
    public Dictionary<AccountId, string[]> Units { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>The walks that were begun.</summary>
    public List<AccountQuery> Walks { get; } = [];

    /// <summary>How many accounts the one who walks has taken.</summary>
    public int Streamed { get; private set; }

    public int PageSize { get; set; } = 20;

    /// <summary>What happens before a page is given, the first being 1.</summary>
    public Action<int> BeforePage { get; set; } = _ => { };

    /// <summary>What happens before an account is found.</summary>
    public Func<Task> BeforeFind { get; set; } = () => Task.CompletedTask;

    public async IAsyncEnumerable<AccountPage> PagesAsync(
        AccountQuery walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Walks.Add(walk);
        ManagedAccount[] all = [.. accounts];
        var given = walk.After is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        var number = 0;
        do
        {
            await Task.CompletedTask;
            BeforePage(++number);
            cancellationToken.ThrowIfCancellationRequested();
            ManagedAccount[] page = [.. all.Skip(given).Take(PageSize)];
            given += page.Length;
            Streamed += page.Length;
            yield return new AccountPage(page, given < all.Length ? given.ToString(CultureInfo.InvariantCulture) : null);
        }
        while (given < all.Length);
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
