using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>The organization, read from AWS Organizations with credentials of the management account.</summary>
internal sealed class AwsOrganization(OrganizationsClient organizations) : IOrganization
{
    private readonly UnitPaths _paths = new(organizations);

    public IAsyncEnumerable<AccountPage> PagesAsync(AccountQuery query, CancellationToken cancellationToken) =>
        new OrganizationPages(organizations, _paths, query).PagesAsync(cancellationToken);

    public async Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        await organizations.DescribeAccountAsync(id.Value, cancellationToken) is { } account
            ? account.ToManagedAccount()
            : null;

    public Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken) =>
        _paths.ReadForAccountAsync(id, cancellationToken);
}
