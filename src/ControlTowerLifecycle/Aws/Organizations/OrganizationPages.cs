using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>
/// A walk over accounts with one call to AWS Organizations a page.
/// <list type="bullet">
/// <item>The whole organization is read as one list (ListAccounts). It includes the units if AWS sends
/// <c>Account.Paths</c>.</item>
/// <item>If the query has a unit, or needs units and AWS does not send them, the tree is walked, depth first: the
/// accounts of a unit, then its child units. An account is in the unit that lists it, so its parents are not looked
/// up.</item>
/// </list>
/// </summary>
/// <remarks>
/// A unit that is deleted during the walk is passed over: AWS deletes only empty units. An account that is moved during
/// the walk may be returned twice or not at all; the next reconcile reads it.
/// </remarks>
internal sealed class OrganizationPages(OrganizationsClient organizations, UnitPaths paths, AccountQuery query)
{
    public async IAsyncEnumerable<AccountPage> PagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (mayRestart, isRestart) = (query.MayRestart, false);
        var tokens = new PageTokens();
        var position = query.Position ?? await StartAsync(cancellationToken);
        while (position is not null)
        {
            AccountPage page;
            try
            {
                page = await ReadAsync(position, cancellationToken);
            }
            catch (AwsException refused) when (mayRestart && IsTokenRefused(refused, position))
            {
                // Only once: if AWS also refuses a new token, the walk would start again forever.
                (mayRestart, isRestart, tokens) = (false, true, new PageTokens());
                position = await StartAsync(cancellationToken);
                continue;
            }

            tokens.Next(page.Next?.NextToken, AwsService.Organizations, OperationOf(position), position.Units?[0]);
            yield return page with { IsRestart = isRestart };
            isRestart = false;
            position = page.Next;
        }
    }

    private async Task<WalkPosition> StartAsync(CancellationToken cancellationToken)
    {
        if (query.Unit is not { } unit)
            return WalkPosition.StartOfList;

        return await paths.RefreshAsync(unit, cancellationToken) is not null
            ? WalkPosition.StartOf([unit])
            : throw new OrganizationalUnitNotFoundException($"{unit}: the organization has no such unit")
            {
                RemoteSystem = AwsService.Organizations.Name,
                Operation = "ListParents",
                Resource = unit,
                Kind = FailureKind.NeedsOperator,
                Advice = "Check the ID of the organizational unit; the unit may have been deleted.",
            };
    }

    private async Task<AccountPage> ReadAsync(WalkPosition position, CancellationToken cancellationToken)
    {
        if (position.Units is not [var unit, ..])
            return await ReadListAsync(position.NextToken, cancellationToken);

        if (await ReadPathAsync(unit, cancellationToken) is not { } path)
            return new AccountPage([], position.AfterUnit([]));

        return position.ChildUnits is { } childUnits
            ? await ReadChildUnitsAsync(position, path, childUnits, cancellationToken)
            : await ReadAccountsAsync(position, path, cancellationToken);
    }

    /// <summary>
    /// The position may come from a payload, so its units must be in the walked unit, as AWS Organizations has them.
    /// </summary>
    private async Task<IReadOnlyList<string>?> ReadPathAsync(string unit, CancellationToken cancellationToken)
    {
        var path = await paths.ReadAsync(unit, cancellationToken);
        var isDeleted = path is null && OrganizationalUnitId.IsValid(unit);
        var isInside = path is not null && (query.Unit is null || path.Contains(query.Unit, StringComparer.Ordinal));
        return isDeleted || isInside
            ? path
            : throw AwsException.ForUnusableResponse(
                AwsService.Organizations,
                "ListParents",
                unit,
                $"it is not in {query.Unit ?? "the organization"}, and the position of the walk names it",
                "Start the walk again; if the payload was not typed by hand, report a defect.");
    }

    private async Task<AccountPage> ReadListAsync(string? nextToken, CancellationToken cancellationToken)
    {
        var page = await organizations.ListAccountsAsync(nextToken, cancellationToken);
        if (query.WithUnits && page.Items.Any(account => account.Paths is []))
            return new AccountPage([], WalkPosition.StartOf(await paths.ReadRootsAsync(cancellationToken)));

        return new AccountPage(
            [.. page.Items.Select(account => account.ToManagedAccount())],
            page.NextToken is null ? null : WalkPosition.StartOfList with { NextToken = page.NextToken });
    }

    private async Task<AccountPage> ReadAccountsAsync(
        WalkPosition position, IReadOnlyList<string> path, CancellationToken cancellationToken)
    {
        var page = await organizations.ListAccountsForParentAsync(
            position.Units![0], position.NextToken, cancellationToken);
        return new AccountPage(
            [.. (page?.Items ?? []).Select(account => account.ToManagedAccount() with { OrganizationalUnits = path })],
            page?.NextToken is { } token
                ? position with { NextToken = token }
                : position with { NextToken = null, ChildUnits = [] });
    }

    private async Task<AccountPage> ReadChildUnitsAsync(
        WalkPosition position,
        IReadOnlyList<string> path,
        IReadOnlyList<string> earlier,
        CancellationToken cancellationToken)
    {
        var unit = position.Units![0];
        var page = await organizations.ListOrganizationalUnitsForParentAsync(
            unit, position.NextToken, cancellationToken);
        IReadOnlyList<string> read = [.. (page?.Items ?? []).Select(unit => unit.Id)];
        if (read.Intersect(path.Append(unit), StringComparer.Ordinal).Any())
        {
            // A unit that contains itself would be walked forever.
            throw AwsException.ForUnreadableResponse(
                AwsService.Organizations, "ListOrganizationalUnitsForParent", unit, 200, null);
        }

        paths.AddChildUnits(path, read);
        IReadOnlyList<string> childUnits = [.. earlier, .. read];
        return new AccountPage(
            [],
            page?.NextToken is { } token
                ? position with { NextToken = token, ChildUnits = childUnits }
                : position.AfterUnit(childUnits));
    }

    private static string OperationOf(WalkPosition position) => position switch
    {
        { Units: null } => "ListAccounts",
        { ChildUnits: null } => "ListAccountsForParent",
        _ => "ListOrganizationalUnitsForParent",
    };

    private static bool IsTokenRefused(AwsException refused, WalkPosition position) =>
        position.NextToken is not null && refused.Code == "InvalidInputException";
}
