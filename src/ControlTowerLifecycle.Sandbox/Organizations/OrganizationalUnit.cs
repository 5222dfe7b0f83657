namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>An organizational unit, or the root, which is the one without a parent.</summary>
/// <param name="Id"><c>ou-…</c>, or <c>r-…</c> for the root.</param>
/// <param name="Name">For example <c>Workloads</c>.</param>
/// <param name="ParentId">What it hangs under; null for the root.</param>
internal sealed record OrganizationalUnit(string Id, string Name, string? ParentId);
