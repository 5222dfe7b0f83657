using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws;

/// <summary>The organization as AWS Organizations shows it to its management account.</summary>
internal sealed class AwsOrganization(OrganizationsClient organizations) : IOrganization
{
    /// <summary>
    /// The units above a unit, outermost first and itself last. Kept for one process: thousands of accounts share a few
    /// units.
    /// </summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _unitsTo = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<AccountPage> PagesAsync(
        AccountWalk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int pageSize = 20;
        var page = new List<ManagedAccount>(pageSize);
        await foreach (var account in organizations.ListAccountsAsync(cancellationToken))
        {
            page.Add(Read(account));
            if (page.Count < pageSize)
                continue;

            yield return new AccountPage(page, null);
            page = new List<ManagedAccount>(pageSize);
        }

        yield return new AccountPage(page, null);
    }

    public async Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        await organizations.DescribeAccountAsync(id.Value, cancellationToken) is { } account ? Read(account) : null;

    public Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken) =>
        UnitsAboveAsync(id.Value, cancellationToken);

    private async Task<IReadOnlyList<string>> UnitsAboveAsync(string child, CancellationToken cancellationToken) =>
        await organizations.GetParentAsync(child, cancellationToken) is { IsRoot: false } parent
            ? await UnitsToAsync(parent.Id, cancellationToken)
            : [];

    private async Task<IReadOnlyList<string>> UnitsToAsync(string unit, CancellationToken cancellationToken)
    {
        if (_unitsTo.TryGetValue(unit, out var known))
            return known;

        IReadOnlyList<string> units = [.. await UnitsAboveAsync(unit, cancellationToken), unit];
        return _unitsTo[unit] = units;
    }

    private static ManagedAccount Read(OrganizationAccount account) =>
        new(AccountId.Parse(account.Id), account.Name, StateOf(account.State))
        {
            OrganizationalUnits = account.Paths is [var path, ..] ? UnitsIn(path) : null,
        };

    /// <summary>A path is <c>o-…/r-…/ou-…/ou-…/111122223333/</c>.</summary>
    private static string[] UnitsIn(string path) =>
        [.. path.Split('/').Where(part => part.StartsWith("ou-", StringComparison.Ordinal))];

    private static AccountState StateOf(string state) => state switch
    {
        "ACTIVE" => AccountState.Active,
        "PENDING_ACTIVATION" => AccountState.PendingActivation,
        "SUSPENDED" => AccountState.Suspended,
        "PENDING_CLOSURE" => AccountState.PendingClosure,
        "CLOSED" => AccountState.Closed,
        _ => AccountState.Unknown,
    };
}
