namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>An organizational unit or the root.</summary>
/// <param name="Id"><c>ou-…</c>, or <c>r-…</c> for the root.</param>
/// <param name="Name">For example <c>Workloads</c>.</param>
/// <param name="ParentId">The parent unit or root; null for the root itself.</param>
internal sealed record OrganizationalUnit(string Id, string Name, string? ParentId);
