using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>
/// A walk over accounts, one call to Organizations a page.
/// <list type="bullet">
/// <item>The whole organization is one list (ListAccounts), which names the units where AWS sends
/// <c>Account.Paths</c>.</item>
/// <item>Where a unit is given, or units are wanted and one account comes without them, the tree is walked: the
/// accounts of a unit, then its units, depth first. An account lies where it was found, so that none has to be asked
/// for its parents.</item>
/// </list>
/// </summary>
/// <remarks>
/// A unit that goes while the walk is on is passed over: AWS deletes empty units only. An account that is moved
/// meanwhile may come twice or not at all; the next reconciliation sees it.
/// </remarks>
internal sealed class OrganizationPages(
    OrganizationsClient organizations,
    AccountQuery walk,
    Func<string, CancellationToken, Task<IReadOnlyList<string>>> unitsAbove)
{
    public async IAsyncEnumerable<AccountPage> PagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mayStartOver = true;
        var position = Read(walk.After) ?? await StartAsync(cancellationToken);
        while (position is not null)
        {
            AccountPage page;
            WalkPosition? next;
            try
            {
                (page, next) = await StepAsync(position, cancellationToken);
            }
            catch (AwsException refused) when (mayStartOver && IsRefusedToken(refused, position))
            {
                // Once: who is refused a token that was given a moment ago would start over for ever.
                mayStartOver = false;
                position = await StartAsync(cancellationToken);
                continue;
            }

            yield return page;
            position = next;
        }
    }

    /// <summary>A position of the other kind of walk is none.</summary>
    private WalkPosition? Read(string? after) =>
        WalkPosition.Read(after) is { } position && (position.Levels is not null || walk.Unit is null)
            ? position
            : null;

    private async Task<WalkPosition> StartAsync(CancellationToken cancellationToken) => walk.Unit is { } unit
        ? WalkPosition.In([unit], await unitsAbove(unit, cancellationToken))
        : WalkPosition.List;

    private Task<(AccountPage Page, WalkPosition? Next)> StepAsync(
        WalkPosition position, CancellationToken cancellationToken) => position switch
        {
            { Levels: null } => ReadListAsync(position, cancellationToken),
            { Found: null } => ReadAccountsAsync(position, cancellationToken),
            { Found: { } found } => ReadUnitsAsync(position, found, cancellationToken),
        };

    private async Task<(AccountPage Page, WalkPosition? Next)> ReadListAsync(
        WalkPosition position, CancellationToken cancellationToken)
    {
        var page = await organizations.ListAccountsAsync(position.NextToken, cancellationToken);
        return walk.WithUnits && page.Items.Any(account => account.Paths is [])
            ? Page([], WalkPosition.In(await organizations.ListRootsAsync(cancellationToken), above: []))
            : Page(page.Items.Select(account => account.ToManagedAccount()), After(page.NextToken, position, null));
    }

    private async Task<(AccountPage Page, WalkPosition? Next)> ReadAccountsAsync(
        WalkPosition position, CancellationToken cancellationToken)
    {
        var page = await organizations.ListAccountsForParentAsync(
            position.Unit, position.NextToken, cancellationToken);
        var units = position.Units;
        return Page(
            (page?.Items ?? []).Select(account => account.ToManagedAccount() with { OrganizationalUnits = units }),
            After(page?.NextToken, position, position with { NextToken = null, Found = [] }));
    }

    private async Task<(AccountPage Page, WalkPosition? Next)> ReadUnitsAsync(
        WalkPosition position, IReadOnlyList<string> found, CancellationToken cancellationToken)
    {
        var page = await organizations.ListOrganizationalUnitsForParentAsync(
            position.Unit, position.NextToken, cancellationToken);
        IReadOnlyList<string> units = [.. found, .. page?.Items ?? []];
        if (units.Intersect(position.Units.Append(position.Unit), StringComparer.Ordinal).Any())
        {
            // A unit that lies in itself would be walked down without an end.
            throw AwsException.Unreadable(
                AwsService.Organizations, "ListOrganizationalUnitsForParent", position.Unit, 200, null);
        }

        return Page([], After(page?.NextToken, position with { Found = units }, position.After(units)));
    }

    private static WalkPosition? After(string? nextToken, WalkPosition inThisList, WalkPosition? afterIt) =>
        nextToken is null ? afterIt : inThisList with { NextToken = nextToken };

    private static (AccountPage Page, WalkPosition? Next) Page(
        IEnumerable<ManagedAccount> accounts, WalkPosition? next) =>
        (new AccountPage([.. accounts], next?.ToString()), next);

    private static bool IsRefusedToken(AwsException refused, WalkPosition position) =>
        position.NextToken is not null && refused.Code == "InvalidInputException";
}
