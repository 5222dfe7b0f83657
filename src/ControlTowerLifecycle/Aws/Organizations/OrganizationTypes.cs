namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>An account of the organization.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Name">The name.</param>
/// <param name="State">
/// PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED; UNKNOWN if AWS sends neither State nor Status.
/// </param>
/// <param name="Paths">
/// The path in the tree, for example <c>o-…/r-…/ou-…/111122223333/</c>. Empty if AWS does not send it; then ListParents
/// is called.
/// </param>
internal sealed record OrganizationAccount(
    string Id, string Name, string State, IReadOnlyList<string> Paths);

/// <summary>An organizational unit.</summary>
/// <param name="Id">For example <c>ou-abcd-11111111</c>.</param>
/// <param name="Name">Its name, or its ID if AWS does not send the name.</param>
internal sealed record OrganizationUnit(string Id, string Name);

/// <summary>The parent of an account or an organizational unit.</summary>
/// <param name="Id">For example <c>r-abcd</c> or <c>ou-abcd-11111111</c>.</param>
/// <param name="IsRoot">True for the root, false for an organizational unit.</param>
internal sealed record OrganizationParent(string Id, bool IsRoot);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items; a page can be empty although more pages follow.</param>
/// <param name="NextToken">The token of the next page; null on the last page.</param>
internal sealed record OrganizationsPage<T>(IReadOnlyList<T> Items, string? NextToken);
