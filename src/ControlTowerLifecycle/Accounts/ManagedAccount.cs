namespace ControlTowerLifecycle.Accounts;

/// <summary>An account of the organization, as Organizations describes it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">The account's name, up to 50 characters; it can change and is not unique.</param>
/// <param name="State">Where the account stands in its life.</param>
internal sealed record ManagedAccount(AccountId Id, string Name, AccountState State)
{
    /// <summary>
    /// The organizational units the account lies in, outermost first, the root left out.
    /// Null where the organization has not been asked yet: see <see cref="IOrganization.OrganizationalUnitsAsync"/>.
    /// </summary>
    public IReadOnlyList<string>? OrganizationalUnits { get; init; }
}
