namespace ControlTowerLifecycle.Accounts;

/// <summary>The AWS organization, read from its management account.</summary>
internal interface IOrganization
{
    /// <summary>
    /// The accounts of a walk in any state, page by page. A page is read when the previous one has been consumed. AWS
    /// returns 20 accounts a page, so 10,000 accounts are 500 sequential calls. If AWS Organizations refuses the token
    /// of a position, the walk starts again, once: see <see cref="AccountPage.IsRestart"/>.
    /// </summary>
    IAsyncEnumerable<AccountPage> PagesAsync(AccountQuery query, CancellationToken cancellationToken);

    /// <summary>One account, or null if it is not in this organization.</summary>
    Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>
    /// The units that contain an account, outermost first, without the root. Costs one call for each level that was not
    /// read before.
    /// </summary>
    Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken);
}
