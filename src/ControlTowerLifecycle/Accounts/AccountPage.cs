namespace ControlTowerLifecycle.Accounts;

/// <summary>The accounts that a walk reads, and where it starts.</summary>
/// <param name="Unit">
/// The ID of an organizational unit, <c>ou-…</c>, including all units below it; null for the whole organization.
/// </param>
/// <param name="WithUnits">
/// Whether each account must be returned with its <see cref="ManagedAccount.OrganizationalUnits"/>.
/// </param>
/// <param name="Position">Where an earlier invocation stopped; null for the start.</param>
internal sealed record AccountQuery(string? Unit, bool WithUnits, WalkPosition? Position)
{
    /// <summary>
    /// Whether the walk may start again if AWS Organizations refuses the token of the position. Otherwise the refusal
    /// is a failure.
    /// </summary>
    public bool MayRestart { get; init; } = true;
}

/// <summary>One page of a walk.</summary>
/// <param name="Accounts">Accounts in any state; may be empty.</param>
/// <param name="Next">The position of the next page; null after the last page.</param>
internal sealed record AccountPage(IReadOnlyList<ManagedAccount> Accounts, WalkPosition? Next)
{
    /// <summary>
    /// Whether the walk has started again before this page: accounts of earlier pages are returned a second time.
    /// </summary>
    public bool IsRestart { get; init; }
}
