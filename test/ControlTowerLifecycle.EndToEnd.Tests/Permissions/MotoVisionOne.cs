using ControlTowerLifecycle.EndToEnd.Tests.Moto;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>What Cloud Accounts has in the management account.</summary>
internal sealed class MotoVisionOne(UnsignedCalls calls)
{
    public const string OidcHost = "cloudaccounts-eu.xdr.trendmicro.com";

    private const string Role = "VisionOneRole";
    private const string Account = $"arn:aws:iam::{DeployedTemplate.AccountId}";
    private const string Provider = $"{Account}:oidc-provider/{OidcHost}";
    private const string Policy = "VisionOnePolicyPart1";
    private const string PolicyArn = $"{Account}:policy/{Policy}";

    /// <summary>Creates one of the policies, so that its document is read.</summary>
    public Task CreatePolicyAsync(CancellationToken cancellationToken) => IamAsync(
        "CreatePolicy",
        cancellationToken,
        ("PolicyName", Policy),
        ("PolicyDocument", MotoOrganization.AllowEverything));

    /// <summary>Changes everything that the function repairs, except the audience: moto cannot change it.</summary>
    public async Task DriftAsync(CancellationToken cancellationToken)
    {
        await IamAsync(
            "UpdateAssumeRolePolicy",
            cancellationToken,
            ("RoleName", Role),
            ("PolicyDocument", MotoOrganization.TrustManagementAccount));
        await IamAsync("UntagRole", cancellationToken, ("RoleName", Role), ("TagKeys.member.1", "VisionOneFeatures"));
        for (var version = 2; version <= 5; version++)
        {
            await IamAsync(
                "CreatePolicyVersion",
                cancellationToken,
                ("PolicyArn", PolicyArn),
                ("PolicyDocument", MotoOrganization.AllowEverything),
                ("SetAsDefault", "true"));
        }

        await IamAsync(
            "UpdateOpenIDConnectProviderThumbprint",
            cancellationToken,
            ("OpenIDConnectProviderArn", Provider),
            ("ThumbprintList.member.1", new string('a', 40)));
    }

    private Task<Dictionary<string, string>> IamAsync(
        string operation, CancellationToken cancellationToken, params (string Name, string Value)[] fields) =>
        calls.QueryAsync("iam", DeployedTemplate.AccountId, [("Action", operation), .. fields], cancellationToken);
}
