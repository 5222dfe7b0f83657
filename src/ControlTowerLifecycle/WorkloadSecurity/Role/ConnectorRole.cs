using System.Diagnostics;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity.Role;

/// <summary>The cross-account role that Workload Security assumes, as it should be in every account.</summary>
/// <param name="partition"><c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</param>
/// <param name="name">The role's name.</param>
/// <param name="vendorAccountId">The vendor's AWS account that assumes it.</param>
internal sealed class ConnectorRole(string partition, string name, AccountId vendorAccountId)
{
    /// <summary>The vendor reads its own permissions with iam:GetRolePolicy, which sees inline policies only.</summary>
    public const string PolicyName = "WorkloadSecurityConnectorPolicy";

    private const string PredecessorsRoleName = "CloudOneWorkloadConnectorRole";

    /// <summary>The managed policy that the predecessor attached instead.</summary>
    private const string PredecessorsPolicyName = "CloudOneWorkloadConnectorPolicy";

    /// <summary>
    /// How many connectors the account had when this program created the role, or when it found an existing role without
    /// any. "0" proves that every later connector on this role with our display name is ours, so that a duplicate made by
    /// two runs at once may be removed.
    /// </summary>
    private const string ConnectorsBeforeTag = "ControlTowerLifecycle:ConnectorsBefore";

    private const string ManagedByTag = "ManagedBy";

    private const string ManagedByUs = "ControlTowerLifecycle";

    /// <summary>The condition key of an external ID, in a trust policy.</summary>
    public const string ExternalIdKey = "sts:ExternalId";

    private static readonly string[] Reads =
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

    private static readonly string[] OnboardingWrites =
    [
        "iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DetachRolePolicy",
    ];

    private static readonly string[] OffboardingWrites =
        ["iam:DetachRolePolicy", "iam:DeleteRolePolicy", "iam:DeleteRole"];

    public static PolicyDocument Policy { get; } = ReadPolicy();

    public string Name { get; } = name;

    /// <summary>The name or ARN of the policy that bounds the role in every account; null if it gets no boundary.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Tags that the role has in every account besides this program's own.</summary>
    public IReadOnlyDictionary<string, string> ExtraTags { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The ARN that Trend's account has as a principal of a trust policy.</summary>
    public string VendorPrincipal => IamArn(vendorAccountId, "root");

    /// <summary>The boundary in an account: a policy's name is resolved there.</summary>
    public string? BoundaryIn(AccountId account) => PermissionsBoundary switch
    {
        null => null,
        ['a', 'r', 'n', ':', ..] => PermissionsBoundary,
        _ => IamArn(account, $"policy/{PermissionsBoundary}"),
    };

    /// <summary>The ARN of the role that the predecessor created.</summary>
    public string PredecessorsRoleIn(AccountId account) => IamArn(account, $"role/{PredecessorsRoleName}");

    public string ArnIn(AccountId account) => IamArn(account, $"role/{Name}");

    public string PredecessorsPolicyIn(AccountId account) => IamArn(account, $"policy/{PredecessorsPolicyName}");

    /// <summary>A trust policy for the vendor with any of these external IDs; usually there is one.</summary>
    public PolicyDocument Trust(params IReadOnlyList<string> externalIds)
    {
        foreach (var externalId in externalIds)
            ArgumentException.ThrowIfNullOrWhiteSpace(externalId, nameof(externalIds));
        ArgumentOutOfRangeException.ThrowIfZero(externalIds.Count, nameof(externalIds));

        JsonNode allowed = externalIds is [var single]
            ? single
            : new JsonArray([.. externalIds.Select(id => JsonValue.Create(id))]);
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = VendorPrincipal },
            ["Action"] = "sts:AssumeRole",
            ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { [ExternalIdKey] = allowed } },
        };
        var document = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };
        return PolicyDocument.Parse(document.ToJsonString());
    }

    public NewRole New(AccountId account, PolicyDocument trust, int connectorsBefore)
    {
        var tags = new Dictionary<string, string>(ExtraTags, StringComparer.Ordinal)
        {
            [ManagedByTag] = ManagedByUs,
            [ConnectorsBeforeTag] = $"{connectorsBefore}",
        };
        return new NewRole(
            Name,
            "Lets Trend Server & Workload Protection watch this account. Managed by Control Tower Lifecycle.",
            trust,
            tags)
        {
            PermissionsBoundaryArn = BoundaryIn(account),
        };
    }

    /// <summary>The tag that a role gets before the first connector of its account is registered.</summary>
    public static IReadOnlyDictionary<string, string> NoConnectorBefore { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { [ConnectorsBeforeTag] = "0" };

    /// <summary>Whether the account had no connector when this program created or first saw the role.</summary>
    public static bool HadNoConnectorBefore(RoleState role) =>
        role.Tags.TryGetValue(ConnectorsBeforeTag, out var count) && count == "0";

    /// <summary>Whether this program created the role.</summary>
    public static bool IsOurs(RoleState role) =>
        role.Tags.TryGetValue(ManagedByTag, out var by) && by == ManagedByUs;

    /// <summary>What a session needs to read this role, to onboard or to offboard it, and nothing else.</summary>
    public SessionPermission PermissionIn(AccountId account, SessionAccess access) => new(
        access switch
        {
            SessionAccess.ReadOnly => Reads,
            SessionAccess.Onboard when PermissionsBoundary is not null =>
                [.. Reads, .. OnboardingWrites, "iam:PutRolePermissionsBoundary"],
            SessionAccess.Onboard => [.. Reads, .. OnboardingWrites],
            SessionAccess.Offboard => [.. Reads, .. OffboardingWrites],
            _ => throw new UnreachableException(),
        },
        ArnIn(account));

    private static PolicyDocument ReadPolicy()
    {
        using var stream = typeof(ConnectorRole).Assembly.GetManifestResourceStream("ConnectorPolicy.json")!;
        using var reader = new StreamReader(stream);
        return PolicyDocument.Parse(reader.ReadToEnd());
    }

    private string IamArn(AccountId account, string resource) => $"arn:{partition}:iam::{account}:{resource}";
}
