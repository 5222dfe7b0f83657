namespace ControlTowerLifecycle.Accounts;

/// <summary>The accounts that a walk reads, and where it starts.</summary>
/// <param name="Unit">
/// The ID of an organizational unit, <c>ou-…</c>, including all units below it; null for the whole organization.
/// </param>
/// <param name="WithUnits">
/// Whether each account must be returned with its <see cref="ManagedAccount.OrganizationalUnits"/>.
/// </param>
/// <param name="After">The <see cref="AccountPage.Position"/> where an earlier walk stopped; null for the
/// start.</param>
internal sealed record AccountQuery(string? Unit, bool WithUnits, string? After);

/// <summary>One page of a walk.</summary>
/// <param name="Accounts">Accounts in any state; may be empty.</param>
/// <param name="Position">
/// The start of the next page, in the adapter's own format; null after the last page. Another process may continue from
/// it.
/// </param>
internal sealed record AccountPage(IReadOnlyList<ManagedAccount> Accounts, string? Position);
