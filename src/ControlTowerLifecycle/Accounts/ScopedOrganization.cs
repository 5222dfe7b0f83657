namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// An organization and the scope of the settings. It reads an account's units only if the decision depends on them.
/// </summary>
internal sealed class ScopedOrganization(IOrganization organization, AccountScope scope)
{
    /// <summary>Whether pages have the units of each account even if no decision depends on them.</summary>
    public bool ListsUnits { get; init; }

    /// <inheritdoc cref="AccountScope.NeedsOrganizationalUnits"/>
    public bool NeedsOrganizationalUnits => scope.NeedsOrganizationalUnits;

    /// <inheritdoc cref="AccountScope.Excludes"/>
    public SkipReason? Excludes(AccountId id) => scope.Excludes(id);

    /// <inheritdoc cref="IOrganization.PagesAsync"/>
    public IAsyncEnumerable<AccountPage> PagesAsync(
        string? unit, WalkPosition? position, bool mayRestart, CancellationToken cancellationToken) =>
        organization.PagesAsync(
            new AccountQuery(unit, ListsUnits || scope.NeedsOrganizationalUnits, position) { MayRestart = mayRestart },
            cancellationToken);

    /// <inheritdoc cref="IOrganization.FindAsync"/>
    public Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        organization.FindAsync(id, cancellationToken);

    /// <inheritdoc cref="AccountScope.Judge"/>
    public async Task<SkipReason?> JudgeAsync(ManagedAccount account, CancellationToken cancellationToken)
    {
        var known = scope.Excludes(account.Id) ?? SkipReason.ForState(account.State);
        if (known is not null || !scope.NeedsOrganizationalUnits)
            return known;

        var units = account.OrganizationalUnits
            ?? await organization.OrganizationalUnitsAsync(account.Id, cancellationToken);
        return scope.Judge(account with { OrganizationalUnits = units });
    }

    /// <summary>Reads an account and judges it: one call, plus one for each organizational unit not read before.</summary>
    public async Task<AccountDescription> DescribeAsync(AccountId id, CancellationToken cancellationToken) =>
        await organization.FindAsync(id, cancellationToken) is { } account
            ? new AccountDescription(account, await JudgeAsync(account, cancellationToken))
            : new AccountDescription(null, SkipReason.NotInOrganization);
}
