using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;

namespace ControlTowerLifecycle.EndToEnd.Tests.Leaving;

/// <summary>What a session may do to a role, of all that IAM can do to one.</summary>
internal static class SessionActions
{
    private static readonly string[] All =
    [
        "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
        "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:PassRole",
        "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "sts:AssumeRole",
    ];

    public static IReadOnlyList<string> AllowedTo(Credential session, string roleArn) =>
    [
        .. All.Where(action => session.SessionPolicy!.Evaluate(new PolicyRequest(
            action, roleArn, session.Principal, new Dictionary<string, string>(StringComparer.Ordinal))) == Verdict.Allowed),
    ];
}
