namespace ControlTowerLifecycle.Accounts;

/// <summary>Which accounts to walk over, and from where.</summary>
/// <param name="Unit">An organizational unit, <c>ou-…</c>, with all below it; null for the whole organization.</param>
/// <param name="WithUnits">
/// Whether every account has to come with its <see cref="ManagedAccount.OrganizationalUnits"/>.
/// </param>
/// <param name="After">The <see cref="AccountPage.Position"/> an earlier walk came to; null for the start.</param>
internal sealed record AccountQuery(string? Unit, bool WithUnits, string? After);

/// <summary>A page of a walk.</summary>
/// <param name="Accounts">Accounts, whatever their state; may be none.</param>
/// <param name="Position">
/// Where the walk goes on after this page, in the adapter's own words; null at the end. A later process may go on from it.
/// </param>
internal sealed record AccountPage(IReadOnlyList<ManagedAccount> Accounts, string? Position);
