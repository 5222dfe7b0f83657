using System.Collections.Concurrent;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>The organization as AWS Organizations shows it to its management account.</summary>
internal sealed class AwsOrganization(OrganizationsClient organizations) : IOrganization
{
    /// <summary>
    /// The units above a unit, outermost first and itself last. Kept for one process: thousands of accounts share a few
    /// units.
    /// </summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _unitsTo = new(StringComparer.Ordinal);

    public IAsyncEnumerable<AccountPage> PagesAsync(AccountQuery walk, CancellationToken cancellationToken) =>
        new OrganizationPages(organizations, walk, UnitsAboveUnitAsync).PagesAsync(cancellationToken);

    public async Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        await organizations.DescribeAccountAsync(id.Value, cancellationToken) is { } account
            ? account.ToManagedAccount()
            : null;

    public Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken) =>
        UnitsAboveAsync(id.Value, cancellationToken);

    private async Task<IReadOnlyList<string>> UnitsAboveAsync(string child, CancellationToken cancellationToken) =>
        await organizations.GetParentAsync(child, cancellationToken) is { IsRoot: false } parent
            ? await UnitsToAsync(parent.Id, cancellationToken)
            : [];

    /// <summary>
    /// A walk that someone asks for by name must not end as "nothing there" because the name is wrong.
    /// </summary>
    private async Task<IReadOnlyList<string>> UnitsAboveUnitAsync(string unit, CancellationToken cancellationToken)
    {
        var parent = await organizations.GetParentAsync(unit, cancellationToken) ?? throw NotFound(unit);
        return parent.IsRoot ? [] : await UnitsToAsync(parent.Id, cancellationToken);
    }

    private static OrganizationalUnitNotFoundException NotFound(string unit) =>
        new($"{unit}: the organization has no such unit")
        {
            RemoteSystem = AwsService.Organizations.Name,
            Operation = "ListParents",
            Resource = unit,
            Kind = FailureKind.NeedsOperator,
            Advice = "Check the id of the organizational unit; the unit may have been deleted.",
        };

    private async Task<IReadOnlyList<string>> UnitsToAsync(string unit, CancellationToken cancellationToken)
    {
        if (_unitsTo.TryGetValue(unit, out var known))
            return known;

        IReadOnlyList<string> units = [.. await UnitsAboveAsync(unit, cancellationToken), unit];
        return _unitsTo[unit] = units;
    }
}
