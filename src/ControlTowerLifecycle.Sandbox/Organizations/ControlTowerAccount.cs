using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>What Control Tower leaves in an account that it governs.</summary>
internal static class ControlTowerAccount
{
    /// <summary>The role through which the management account works in every account but its own.</summary>
    public const string ExecutionRole = "AWSControlTowerExecution";

    /// <summary>An account as it looks when Control Tower has vended it.</summary>
    public static SandboxAccount Governed(
        SandboxOrganization organization, string accountId, string name, string parentId, DateTimeOffset joinedAt) =>
        new()
        {
            Id = accountId,
            Name = name,
            ParentId = parentId,
            Governed = true,
            JoinedAt = joinedAt,
            Roles = [ExecutionRoleOf(accountId, organization.ManagementAccountId, joinedAt)],
        };

    private static SandboxRole ExecutionRoleOf(
        string accountId, string managementAccountId, DateTimeOffset createdAt) =>
        new()
        {
            Name = ExecutionRole,
            Arn = AwsNames.Role(accountId, ExecutionRole),
            Trust = TrustOf(managementAccountId),
            CreatedAt = createdAt,
            AssumableFrom = createdAt,
            AttachedPolicyArns = [SandboxRole.AdministratorAccess],
        };

    private static string TrustOf(string managementAccountId) => string.Intern(
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::{{{managementAccountId}}}:root"}}]}
        """);
}
