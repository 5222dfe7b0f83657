namespace ControlTowerLifecycle.Accounts;

/// <summary>An account of the organization, as AWS Organizations describes it.</summary>
/// <param name="Id">The account's ID.</param>
/// <param name="Name">The account's name, up to 50 characters. It can change and is not unique.</param>
/// <param name="State">The account's state.</param>
internal sealed record ManagedAccount(AccountId Id, string Name, AccountState State)
{
    /// <summary>
    /// The organizational units that contain the account, outermost first, without the root. Null if they have not been
    /// read: see <see cref="IOrganization.OrganizationalUnitsAsync"/>.
    /// </summary>
    public IReadOnlyList<string>? OrganizationalUnits { get; init; }
}
