using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>
/// What the vendor looks for in an account: a sample of the actions of each of the three policies in its manual. An
/// account without one of them is <c>outdated</c>.
/// </summary>
internal static class RequiredPermissions
{
    private static readonly string[] Actions =
    [
        "access-analyzer:ListAnalyzers", "cloudtrail:ListTags", "ec2:DescribeSnapshotAttribute",
        "ecr:GetLifecyclePolicy", "guardduty:GetFindings", "iam:GetAccountPasswordPolicy", "iam:GetPolicy",
        "kms:ListAliases", "organizations:ListPolicies", "s3:GetBucketPolicy", "sqs:ListQueueTags", "wafv2:GetWebACL",
        "xray:GetEncryptionConfig",
    ];

    /// <returns>The actions that the policies of the role, or its permissions boundary, do not allow.</returns>
    public static IReadOnlyList<string> MissingIn(SandboxAccount account, SandboxRole role)
    {
        var caller = new Principal(account.Id, role.Arn, role.Arn);
        var noContext = new Dictionary<string, string>(StringComparer.Ordinal);
        return
        [
            .. Actions.Where(action =>
                !RolePolicies.Allow(account, role, new PolicyRequest(action, "*", caller, noContext))),
        ];
    }
}
