namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>An account of the organization.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Name">The name people gave it.</param>
/// <param name="State">
/// PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED; UNKNOWN where AWS says neither State nor Status.
/// </param>
/// <param name="Paths">
/// Where it is in the tree, for example <c>o-…/r-…/ou-…/111122223333/</c>. Empty where AWS leaves it out; parents then
/// tell.
/// </param>
internal sealed record OrganizationAccount(
    string Id, string Name, string State, IReadOnlyList<string> Paths);

/// <summary>What an account or an organizational unit is in.</summary>
/// <param name="Id">For example <c>r-abcd</c> or <c>ou-abcd-11111111</c>.</param>
/// <param name="IsRoot">True for the root, false for an organizational unit.</param>
internal sealed record OrganizationParent(string Id, bool IsRoot);

/// <summary>A page of a list of the organization's.</summary>
/// <param name="Items">What is on it; may be nothing although more pages follow.</param>
/// <param name="NextToken">Asks for the next page; null at the end.</param>
internal sealed record OrganizationsPage<T>(IReadOnlyList<T> Items, string? NextToken);
