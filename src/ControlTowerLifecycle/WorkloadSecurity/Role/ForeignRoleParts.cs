using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity.Role;

/// <summary>
/// What a role has besides the policies and the boundary that this program, or its predecessor, gives it. A further policy
/// gives the vendor more than it needs, or a Deny in it blinds the vendor; so does a boundary.
/// </summary>
internal static class ForeignRoleParts
{
    public static IReadOnlyList<string> Of(RoleState role, ConnectorRole wanted, AccountId account)
    {
        var predecessors = wanted.PredecessorsPolicyIn(account);
        return
        [
            .. role.AttachedPolicyArns.Where(arn => arn != predecessors).Select(arn => $"attached policy {arn}"),
            .. role.OtherInlinePolicyNames.Select(name => $"inline policy {name}"),
            .. IsForeignBoundary(role, wanted.BoundaryIn(account))
                ? (string[])[$"permissions boundary {role.PermissionsBoundaryArn}"]
                : [],
        ];
    }

    /// <summary>Another boundary on a role of ours is replaced if one is wanted; on any other role it stays.</summary>
    private static bool IsForeignBoundary(RoleState role, string? wanted) =>
        role.PermissionsBoundaryArn is { } boundary
        && boundary != wanted
        && (wanted is null || !ConnectorRole.IsOurs(role));
}
