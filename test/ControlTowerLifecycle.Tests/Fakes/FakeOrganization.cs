using System.Globalization;
using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// An organization of a few accounts that records its calls. A position is the number of accounts before it.
/// </summary>
internal sealed class FakeOrganization(params IEnumerable<ManagedAccount> accounts) : IOrganization
{
    public Dictionary<AccountId, string[]> Units { get; } = [];

    /// <summary>The calls, other than for pages.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The walks that were started.</summary>
    public List<AccountQuery> Walks { get; } = [];

    /// <summary>The number of accounts on all pages that were read.</summary>
    public int Streamed { get; private set; }

    public int PageSize { get; set; } = 20;

    /// <summary>The number of a page whose token is refused, once; 0 for none.</summary>
    public int RefusesTokenOfPage { get; set; }

    /// <summary>Called before a page is returned; the first one is 1.</summary>
    public Action<int> BeforePage { get; set; } = _ => { };

    /// <summary>Called before an account is returned.</summary>
    public Func<Task> BeforeFind { get; set; } = () => Task.CompletedTask;

    public static WalkPosition After(int accounts) =>
        new() { NextToken = accounts.ToString(CultureInfo.InvariantCulture) };

    public async IAsyncEnumerable<AccountPage> PagesAsync(
        AccountQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Walks.Add(query);
        ManagedAccount[] all = [.. accounts];
        var read = int.Parse(query.Position?.NextToken ?? "0", CultureInfo.InvariantCulture);
        var number = 0;
        do
        {
            await Task.CompletedTask;
            var isRestart = ++number == RefusesTokenOfPage;
            (RefusesTokenOfPage, read) = isRestart ? (0, 0) : (RefusesTokenOfPage, read);
            BeforePage(number);
            cancellationToken.ThrowIfCancellationRequested();
            ManagedAccount[] page = [.. all.Skip(read).Take(PageSize)];
            read += page.Length;
            Streamed += page.Length;
            yield return new AccountPage(page, read < all.Length ? After(read) : null) { IsRestart = isRestart };
        }
        while (read < all.Length);
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
