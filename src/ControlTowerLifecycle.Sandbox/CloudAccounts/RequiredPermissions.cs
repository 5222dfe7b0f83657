using System.Collections.Concurrent;
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

    /// <summary>Thousands of accounts have the same few documents.</summary>
    private static readonly ConcurrentDictionary<string, SandboxPolicy> Parsed = new(StringComparer.Ordinal);

    /// <returns>
    /// The actions that the attached managed policies of the role, or its permissions boundary, do not allow.
    /// </returns>
    public static IReadOnlyList<string> MissingIn(SandboxAccount account, SandboxRole role)
    {
        SandboxPolicy[] policies =
        [
            .. role.AttachedPolicyArns
                .Select(account.ManagedPolicy)
                .OfType<SandboxManagedPolicy>()
                .Select(policy => Parsed.GetOrAdd(
                    policy.DefaultDocument, document => SandboxPolicy.Parse(document, PolicyKind.Identity))),
        ];
        return [.. Actions.Where(action => !IsAllowed(action))];

        bool IsAllowed(string action)
        {
            var request = new PolicyRequest(
                action, "*", new Principal(account.Id, role.Arn, role.Arn), new Dictionary<string, string>(StringComparer.Ordinal));
            var verdicts = policies.Select(policy => policy.Evaluate(request)).ToHashSet();
            return verdicts.Contains(Verdict.Allowed)
                && !verdicts.Contains(Verdict.Denied)
                && RolePolicies.EvaluateBoundary(account, role, request) == Verdict.Allowed;
        }
    }
}
