using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;

namespace ControlTowerLifecycle.EndToEnd.Tests.Offboarding;

/// <summary>The actions on a role that a session policy allows, of those that IAM has.</summary>
internal static class SessionActions
{
    private static readonly string[] All =
    [
        "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
        "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:PassRole",
        "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "sts:AssumeRole",
    ];

    public static IReadOnlyList<string> Allowed(Credential session, string roleArn) =>
        [.. All.Where(action => Judge(session, action, roleArn) == Verdict.Allowed)];

    private static Verdict Judge(Credential session, string action, string roleArn) =>
        session.SessionPolicy!.Evaluate(new PolicyRequest(
            action, roleArn, session.Principal, new Dictionary<string, string>(StringComparer.Ordinal)));
}
