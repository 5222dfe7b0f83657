using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts.Role;

/// <summary>
/// What the vendor needs in an account: an OIDC provider, and a role that identities of one business may assume by web
/// identity (vendor's manual, "Connecting an AWS account manually").
/// </summary>
/// <param name="partition"><c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</param>
/// <param name="awsRegion">The AWS region of the deployment, for the role's tag.</param>
/// <param name="region">The region of Vision One, a part of the vendor's identity.</param>
/// <param name="oidcHost">The host of the vendor's OIDC provider.</param>
/// <param name="businessId">The customer's business ID, a part of the vendor's identity.</param>
internal sealed class VisionOneRole(
    string partition, string awsRegion, string region, string oidcHost, string businessId)
{
    /// <summary>The vendor's name of the role.</summary>
    public const string Name = "VisionOneRole";

    /// <summary>An inline policy that denies Systems Manager parameters outside the allowed paths; an option.</summary>
    public const string ParameterLimitName = "ControlTowerLifecycleParameterLimit";

    /// <summary>The feature that the tag of features names.</summary>
    public const string ContainerSecurity = "container-security";

    private const string StackNameTag = "VisionOneCloudFormationStackName";
    private const string StackName = "Vision-One-Cloud-Account-Management";
    private const string StackRegionTag = "VisionOneCloudFormationStackRegion";
    private const string FeaturesTag = "VisionOneFeatures";
    private const string ManagedByTag = "ManagedBy";
    private const string ManagedByUs = "ControlTowerLifecycle";

    /// <summary>
    /// Parameters that the vendor may use, as paths; empty if all, as the vendor's policies allow.
    /// </summary>
    public IReadOnlyList<string> ParameterPaths { get; init; } = [];

    /// <summary>Whether new connections have the feature <see cref="ContainerSecurity"/>.</summary>
    public bool HasContainerSecurity { get; init; }

    public string ArnIn(AccountId account) => $"arn:{partition}:iam::{account}:role/{Name}";

    public string ProviderArnIn(AccountId account) => $"arn:{partition}:iam::{account}:oidc-provider/{oidcHost}";

    public string PolicyArnIn(AccountId account, string policyName) => $"arn:{partition}:iam::{account}:policy/{policyName}";

    public string AudienceIn(AccountId account) => $"arn:{partition}:iam::{account}:root";

    public NewIdentityProvider NewProvider(AccountId account) => new(
        ProviderArnIn(account), $"https://{oidcHost}", AudienceIn(account), VisionOneThumbprints.All);

    public NewManagedPolicy NewPolicy(AccountId account, VisionOnePolicy policy) => new(
        PolicyArnIn(account, policy.Name),
        policy.Name,
        "Lets Trend Vision One watch this account. Managed by Control Tower Lifecycle.",
        policy.Document);

    public NewRole New(AccountId account) => new(
        Name,
        "Lets Trend Vision One watch this account. Managed by Control Tower Lifecycle.",
        Trust(account),
        new Dictionary<string, string>(VendorTags, StringComparer.Ordinal) { [ManagedByTag] = ManagedByUs });

    /// <summary>The vendor's identity of this business, for this account alone.</summary>
    public PolicyDocument Trust(AccountId account)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Federated"] = ProviderArnIn(account) },
            ["Action"] = new JsonArray("sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"),
            ["Condition"] = new JsonObject
            {
                ["StringEquals"] = new JsonObject
                {
                    [$"{oidcHost}:aud"] = AudienceIn(account),
                    [$"{oidcHost}:sub"] = new JsonArray(
                        $"urn:visionone:identity:{region}:{businessId}:account/{businessId}"),
                },
            },
        };
        return PolicyDocument.Parse(new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(statement),
        }.ToJsonString());
    }

    /// <summary>The inline policy that limits parameters; null if the option is off.</summary>
    public PolicyDocument? ParameterLimit(AccountId account)
    {
        if (ParameterPaths is [])
            return null;

        var allowed = ParameterPaths.Select(path =>
            JsonValue.Create($"arn:{partition}:ssm:*:{account}:parameter/{path.Trim('/')}/*"));
        return PolicyDocument.Parse(new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Effect"] = "Deny",
                ["Action"] = new JsonArray("ssm:PutParameter", "ssm:DeleteParameter", "ssm:GetParameter*"),
                ["NotResource"] = new JsonArray([.. allowed]),
            }),
        }.ToJsonString());
    }

    /// <summary>
    /// The vendor's tags that a role lacks. <c>VisionOneFeatures</c> may name a feature that was switched on later, so its
    /// value stays.
    /// </summary>
    public IReadOnlyDictionary<string, string> MissingTags(RoleState role) => VendorTags
        .Where(tag => !role.Tags.TryGetValue(tag.Key, out var value)
            || (tag.Key == StackRegionTag && value != tag.Value && IsOurs(role)))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether this program created the role.</summary>
    public static bool IsOurs(RoleState role) =>
        role.Tags.TryGetValue(ManagedByTag, out var by) && by == ManagedByUs;

    /// <summary>The CloudFormation stack that made the role; null if it was not a stack of another name than ours.</summary>
    public static string? ForeignStack(RoleState role) =>
        !IsOurs(role) && role.Tags.TryGetValue(StackNameTag, out var stack) && stack != StackName ? stack : null;

    private Dictionary<string, string> VendorTags => new(StringComparer.Ordinal)
    {
        [StackNameTag] = StackName,
        [StackRegionTag] = awsRegion,
        [FeaturesTag] = HasContainerSecurity ? ContainerSecurity : "Base",
    };
}
