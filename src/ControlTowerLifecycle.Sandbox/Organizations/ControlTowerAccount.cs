using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>Creates accounts as Control Tower does.</summary>
internal static class ControlTowerAccount
{
    /// <summary>The role that the management account assumes in governed member accounts.</summary>
    public const string ExecutionRole = "AWSControlTowerExecution";

    /// <summary>A vended account with its execution role.</summary>
    public static SandboxAccount Governed(
        SandboxOrganization organization, string accountId, string name, string parentId, DateTimeOffset joinedAt) =>
        new()
        {
            Id = accountId,
            Name = name,
            ParentId = parentId,
            Governed = true,
            JoinedAt = joinedAt,
            Roles = [CreateExecutionRole(accountId, organization.ManagementAccountId, joinedAt)],
        };

    private static SandboxRole CreateExecutionRole(
        string accountId, string managementAccountId, DateTimeOffset createdAt) =>
        new()
        {
            Name = ExecutionRole,
            Arn = AwsNames.Role(accountId, ExecutionRole),
            Trust = TrustPolicy(managementAccountId),
            CreatedAt = createdAt,
            AssumableFrom = createdAt,
            AttachedPolicyArns = [SandboxRole.AdministratorAccess],
        };

    private static string TrustPolicy(string managementAccountId) => string.Intern(
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::{{{managementAccountId}}}:root"}}]}
        """);
}
