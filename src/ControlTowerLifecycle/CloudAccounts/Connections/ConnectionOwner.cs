using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>
/// Who connected an account, as a pure function. The first row that fits decides:
/// <list type="table">
/// <item><term>organizationID is set</term><description>the vendor's connection of an organization</description></item>
/// <item><term>a Terraform flag is set</term><description>the vendor's Terraform package or provider</description></item>
/// <item><term>a role ARN that is not ours</term><description>another role</description></item>
/// <item><term>the role's tag names another stack</term><description>another CloudFormation stack</description></item>
/// <item><term>anything else</term><description>this program</description></item>
/// </list>
/// </summary>
internal static class ConnectionOwner
{
    /// <returns>A clause that names the other owner; null if the connection is ours.</returns>
    public static string? FindOther(Connection connection, string ourRoleArn) => connection switch
    {
        { OrganizationId: { } organization } => $"by the vendor's connection of organization {organization}",
        { IsOtherOwners: true } => "by another owner",
        { IsTerraform: true } => "by the vendor's Terraform",
        { RoleArn: { } arn } when arn != ourRoleArn => $"with role {arn}",
        _ => null,
    };

    /// <returns>A clause that names the stack of another owner; null if the role is not of such a stack.</returns>
    public static string? FindOther(RoleState? role) =>
        role is not null && VisionOneRole.ForeignStack(role) is { } stack ? $"by CloudFormation stack {stack}" : null;
}
