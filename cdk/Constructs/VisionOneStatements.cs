using Amazon.CDK.AWS.IAM;
using ControlTowerLifecycle.CloudAccounts.Role;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// What Cloud Accounts needs in the management account, which has no execution role. In every other account the session
/// policy is the limit.
/// </summary>
/// <param name="oidcHost">The host of the vendor's OIDC provider.</param>
internal sealed class VisionOneStatements(string oidcHost)
{
    private static readonly string[] RoleReads =
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

    private static readonly string[] PolicyReads = ["iam:GetPolicyVersion", "iam:ListPolicyVersions"];
    private static readonly string[] ProviderReads = ["iam:GetOpenIDConnectProvider"];

    private static string RoleArn => Own($"role/{VisionOneRole.Name}");

    private static string[] PolicyArns => [.. VisionOnePolicies.All.Select(policy => Own($"policy/{policy.Name}"))];

    private string ProviderArn => Own($"oidc-provider/{oidcHost}");

    /// <summary>For a walk.</summary>
    public PolicyStatement[] Read() =>
    [
        RoleStatements.Allow("ReadItsOwnVisionOneRole", [RoleArn], RoleReads),
        RoleStatements.Allow("ReadTheVisionOnePolicies", PolicyArns, PolicyReads),
        RoleStatements.Allow("ReadTheVisionOneProvider", [ProviderArn], ProviderReads),
    ];

    /// <summary>For an onboarding.</summary>
    public PolicyStatement[] Create() =>
    [
        RoleStatements.Allow("CreateItsOwnVisionOneRole", [RoleArn],
            ["iam:CreateRole", "iam:DeleteRolePolicy", .. RoleReads, "iam:PutRolePolicy", "iam:TagRole",
                "iam:UpdateAssumeRolePolicy"]),
        new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AttachTheVisionOnePolicies",
            Actions = ["iam:AttachRolePolicy"],
            Resources = [RoleArn],
            Conditions = Conditions.Create("ArnEquals", "iam:PolicyARN", PolicyArns),
        }),
        RoleStatements.Allow("CreateTheVisionOnePolicies", PolicyArns,
            ["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion", .. PolicyReads]),
        RoleStatements.Allow("CreateTheVisionOneProvider", [ProviderArn],
            ["iam:AddClientIDToOpenIDConnectProvider", "iam:CreateOpenIDConnectProvider", .. ProviderReads,
                "iam:UpdateOpenIDConnectProviderThumbprint"]),
    ];

    private static string Own(string resource) => RoleStatements.IamArn(PseudoParameter.ACCOUNT_ID, resource);
}
