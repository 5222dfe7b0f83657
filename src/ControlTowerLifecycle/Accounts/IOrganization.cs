namespace ControlTowerLifecycle.Accounts;

/// <summary>The AWS organization, read from its management account.</summary>
internal interface IOrganization
{
    /// <summary>
    /// The accounts of a walk, whatever their state, a page at a time; a page is fetched when the one before has been
    /// consumed. AWS pages by 20, so 10,000 accounts are 500 calls one after another. A position that the organization no longer knows leads back to the start.
    /// </summary>
    IAsyncEnumerable<AccountPage> PagesAsync(AccountQuery walk, CancellationToken cancellationToken);

    /// <summary>One account, or null where it is not in this organization.</summary>
    Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>
    /// The units an account lies in, outermost first, the root left out. One call for every level not seen before.
    /// </summary>
    Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken);
}
