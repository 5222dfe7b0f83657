using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts.Role;

/// <summary>What a session in a member account may do for Cloud Accounts, and nothing else.</summary>
internal static class VisionOnePermissions
{
    private static readonly string[] RoleReads =
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

    private static readonly string[] RoleWrites = ["iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy"];

    private static readonly string[] ParameterLimitWrites = ["iam:PutRolePolicy", "iam:DeleteRolePolicy"];

    private static readonly string[] ProviderReads = ["iam:GetOpenIDConnectProvider"];

    private static readonly string[] ProviderWrites =
    [
        "iam:CreateOpenIDConnectProvider", "iam:AddClientIDToOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
    ];

    private static readonly string[] PolicyReads = ["iam:GetPolicyVersion", "iam:ListPolicyVersions"];

    private static readonly string[] PolicyWrites =
        ["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion"];

    public static IReadOnlyList<SessionPermission> In(VisionOneRole role, AccountId account, SessionAccess access)
    {
        var policies = VisionOnePolicies.All.Select(policy => role.PolicyArnIn(account, policy.Name)).ToList();
        var roleArn = role.ArnIn(account);
        return access switch
        {
            SessionAccess.ReadOnly =>
            [
                new(RoleReads, roleArn),
                new(ProviderReads, role.ProviderArnIn(account)),
                .. policies.Select(arn => new SessionPermission(PolicyReads, arn)),
            ],
            SessionAccess.Onboard =>
            [
                new([.. RoleReads, .. RoleWrites, .. ParameterLimitWrites], roleArn),
                new(["iam:AttachRolePolicy"], roleArn) { PolicyArns = policies },
                new([.. ProviderReads, .. ProviderWrites], role.ProviderArnIn(account)),
                .. policies.Select(arn => new SessionPermission([.. PolicyReads, .. PolicyWrites], arn)),
            ],
            // The vendor's side alone is removed, so the account is not entered.
            SessionAccess.Offboard => [],
            _ => throw new UnreachableException(),
        };
    }
}
