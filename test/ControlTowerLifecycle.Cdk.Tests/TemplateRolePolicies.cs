using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// The policies of the template's roles with all conditions true, and the calls that the functions make with them.
/// </summary>
internal static class TemplateRolePolicies
{
    public const string OwnConnectorRole = $"arn:aws:iam::{SynthesizedApp.Account}:role/CloudOneWorkloadConnectorRole";

    private const string Secret = $"arn:aws:secretsmanager:eu-west-1:{SynthesizedApp.Account}:secret:trend-AbCdEf";
    private const string SecretKey = $"arn:aws:kms:eu-west-1:{SynthesizedApp.Account}:key/existing";
    private const string VisionOneSecret = $"arn:aws:secretsmanager:eu-west-1:{SynthesizedApp.Account}:secret:vision-AbCdEf";
    private const string VisionOneSecretKey = $"arn:aws:kms:eu-west-1:{SynthesizedApp.Account}:key/vision";
    private const string OidcHost = "cloudaccounts-eu.xdr.trendmicro.com";
    private const string VisionOneRole = $"arn:aws:iam::{SynthesizedApp.Account}:role/VisionOneRole";
    private const string VisionOneProvider = $"arn:aws:iam::{SynthesizedApp.Account}:oidc-provider/{OidcHost}";

    private static readonly string[] VisionOnePolicies =
    [
        .. Enumerable.Range(1, 3).Select(part => $"arn:aws:iam::{SynthesizedApp.Account}:policy/VisionOnePolicyPart{part}"),
    ];

    private const string MemberAccount =
        $"arn:aws:organizations::{SynthesizedApp.Account}:account/o-exampleorg1/444455556666";
    private const string Unit = $"arn:aws:organizations::{SynthesizedApp.Account}:ou/o-exampleorg1/ou-ab12-c3d4e5f6";

    private const string Root = $"arn:aws:organizations::{SynthesizedApp.Account}:root/o-exampleorg1/r-ab12";
    private const string LandingZone = $"arn:aws:controltower:eu-west-1:{SynthesizedApp.Account}:landingzone/1A2B3C";

    private const string DefaultBus = $"arn:aws:events:eu-west-1:{SynthesizedApp.Account}:event-bus/default";

    private static readonly string[] ReadActions =
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

    /// <summary>The actions that the steps of the connector role need, in every account.</summary>
    public static readonly string[] ConnectorActions =
    [
        "iam:CreateRole", "iam:DetachRolePolicy", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UpdateAssumeRolePolicy",
    ];

    private static Template Template => SynthesizedApp.Lifecycle;

    private static IntrinsicFunctions Deployed =>
        IntrinsicFunctions.Deployed(Template, "aws", "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] = Secret,
            ["WorkloadSecuritySecretKeyArn"] = SecretKey,
            ["CloudAccountsSecretArn"] = VisionOneSecret,
            ["CloudAccountsSecretKeyArn"] = VisionOneSecretKey,
            ["CloudAccountsOidcHost"] = OidcHost,
        });

    public static string Session(string role) => $"arn:aws:sts::{SynthesizedApp.Account}:assumed-role/{role}/function";

    /// <summary>The logical id of the role's function.</summary>
    public static string Function(string role) => role.Replace("Role", "", StringComparison.Ordinal);

    public static string Arn(string id) =>
        (string)Deployed.Resolve(JsonNode.Parse($$"""{"Fn::GetAtt":["{{id}}","Arn"]}"""))!;

    /// <summary>The trust policy of a role in a member account that the management account may assume.</summary>
    public static JsonNode TrustOfManagementAccount() => JsonNode.Parse(
        $$"""
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::{{SynthesizedApp.Account}}:root" },
            "Action": "sts:AssumeRole"
          }]
        }
        """)!;

    public static JsonNode Resolved(string id, string document) => Deployed.Resolve(Template.Properties(id)[document])!;

    public static IReadOnlyList<string> Statements(string role) =>
        [.. Policies(role).SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray()).Select(statement =>
            (string)statement!["Sid"]!)];

    /// <summary>The policies of a role in the form of the simulator, without one statement.</summary>
    public static JsonArray Create(string role, string? without) => new([.. Policies(role)
        .Select(policy =>
            (Name: (string)policy!["PolicyName"]!, Statements: policy["PolicyDocument"]!["Statement"]!.AsArray()
            .Where(statement => (string?)statement!["Sid"] != without)
            .Select(statement => statement!.DeepClone())
            .ToArray()))
        .Where(policy => policy.Statements.Length > 0)
        .Select(policy => new JsonObject
        {
            ["name"] = policy.Name,
            ["policy"] = new JsonObject { ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(policy.Statements) },
        })]);

    /// <summary>
    /// Every operation that a function calls, or that Lambda calls with its role, and on which resource.
    /// </summary>
    public static IReadOnlyList<Call> Calls(string role)
    {
        var log = Arn(role.Replace("Role", "Log", StringComparison.Ordinal)).TrimEnd('*');
        List<Call> calls =
        [
            new(role, "logs:CreateLogStream", $"{log}log-stream:2026"),
            new(role, "logs:PutLogEvents", $"{log}log-stream:2026"),
            new(role, "xray:PutTraceSegments", "*"),
            new(role, "xray:PutTelemetryRecords", "*"),
            new(role, "secretsmanager:GetSecretValue", Secret),
            new(role, "kms:Decrypt", Arn("EncryptionKey")),
            new(role, "kms:GenerateDataKey", Arn("EncryptionKey")),
            new(role, "kms:Decrypt", SecretKey),
            new(role, "secretsmanager:GetSecretValue", VisionOneSecret),
            new(role, "kms:Decrypt", VisionOneSecretKey),
            .. ReadActions.Select(action => new Call(role, action, VisionOneRole)),
            .. VisionOnePolicies.SelectMany(policy => On(role, policy, "iam:GetPolicyVersion", "iam:ListPolicyVersions")),
            new(role, "iam:GetOpenIDConnectProvider", VisionOneProvider),
            new(role, "organizations:ListParents", MemberAccount),
            new(role, "organizations:ListParents", Unit),
            new(role, "sqs:SendMessage", Arn("WorkQueueDeadLetters")),
            new(role, "controltower:ListEnabledBaselines", "*"),
            new(role, "controltower:ListLandingZones", "*"),
            new(role, "controltower:GetLandingZone", LandingZone),
            new(role, "sts:AssumeRole", "arn:aws:iam::444455556666:role/AWSControlTowerExecution"),
        ];
        calls.AddRange(role == "LifecycleFunctionRole" ? LifecycleCalls(role) : BackfillCalls(role));
        return calls;
    }

    private static IEnumerable<Call> LifecycleCalls(string role) =>
    [
        new(role, "sqs:ReceiveMessage", Arn("WorkQueue")),
        new(role, "sqs:DeleteMessage", Arn("WorkQueue")),
        new(role, "sqs:GetQueueAttributes", Arn("WorkQueue")),
        new(role, "sqs:ChangeMessageVisibility", Arn("WorkQueue")),
        new(role, "sqs:SendMessage", Arn("WorkQueue")),
        new(role, "events:PutEvents", DefaultBus),
        new(role, "dynamodb:GetItem", Arn("NotificationTable")),
        new(role, "dynamodb:PutItem", Arn("NotificationTable")),
        new(role, "dynamodb:UpdateItem", Arn("NotificationTable")),
        new(role, "kms:DescribeKey", Arn("EncryptionKey")),
        new(role, "kms:Encrypt", Arn("EncryptionKey")),
        new(role, "organizations:DescribeAccount", MemberAccount),
        new(role, "sns:Publish", Arn("Notifications")),
        .. ConnectorActions.Select(action => new Call(role, action, OwnConnectorRole)),
        .. On(role, VisionOneRole, "iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:TagRole",
            "iam:UpdateAssumeRolePolicy"),
        .. VisionOnePolicies.Select(policy => new Call(role, "iam:AttachRolePolicy", VisionOneRole) { Policy = policy }),
        .. VisionOnePolicies.SelectMany(policy =>
            On(role, policy, "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion")),
        .. On(role, VisionOneProvider, "iam:AddClientIDToOpenIDConnectProvider", "iam:CreateOpenIDConnectProvider",
            "iam:UpdateOpenIDConnectProviderThumbprint"),
    ];

    private static IEnumerable<Call> On(string role, string resource, params string[] actions) =>
        actions.Select(action => new Call(role, action, resource));

    private static IEnumerable<Call> BackfillCalls(string role) =>
    [
        new(role, "organizations:ListAccounts", "*"),
        new(role, "organizations:ListRoots", "*"),
        new(role, "organizations:ListAccountsForParent", Root),
        new(role, "organizations:ListAccountsForParent", Unit),
        new(role, "organizations:ListOrganizationalUnitsForParent", Unit),
        new(role, "sqs:SendMessage", Arn("WorkQueue")),
        .. ReadActions.Select(action => new Call(role, action, OwnConnectorRole)),
        .. On(role, Secret, "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage"),
        new(role, "kms:GenerateDataKey", SecretKey),
    ];

    /// <summary>The role's inline policies, and the policy that names the function.</summary>
    private static JsonArray Policies(string role)
    {
        var policies = Deployed.Resolve(Template.Properties(role)["Policies"])!.AsArray();
        var own = Template.Properties(Function(role) + "Policy");
        policies.Add(Deployed.Resolve(new JsonObject
        {
            ["PolicyName"] = own["PolicyName"]!.DeepClone(),
            ["PolicyDocument"] = own["PolicyDocument"]!.DeepClone(),
        }));
        return policies;
    }
}

/// <summary>A call of an AWS operation.</summary>
internal sealed record Call(string Role, string Action, string Resource)
{
    /// <summary>The policy that is attached or detached.</summary>
    public string Policy { get; init; } = $"arn:aws:iam::{SynthesizedApp.Account}:policy/CloudOneWorkloadConnectorPolicy";

    public JsonObject Under(JsonArray policies) => new()
    {
        ["request"] = new JsonObject
        {
            ["principal"] = TemplateRolePolicies.Session(Role),
            ["action"] = Action,
            ["resource"] = new JsonObject { ["resource"] = Resource, ["accountId"] = AccountId(Resource) },
            ["contextVariables"] = new JsonObject
            {
                ["aws:SecureTransport"] = "true",
                ["lambda:SourceFunctionArn"] = TemplateRolePolicies.Arn(TemplateRolePolicies.Function(Role)),
                ["aws:PrincipalOrgID"] = "o-exampleorg1",
                ["aws:ResourceOrgID"] = "o-exampleorg1",
                ["iam:PolicyARN"] = Policy,
                ["events:source"] = "controltower.lifecycle",
            },
        },
        ["identityPolicies"] = policies,
        ["resourcePolicy"] = ResourcePolicy(),
    };

    /// <summary>A key and a role in another account also have their own policy.</summary>
    private JsonNode? ResourcePolicy() => Action.Split(':')[0] switch
    {
        "kms" => TemplateRolePolicies.Resolved("EncryptionKey", "KeyPolicy"),
        "sts" => TemplateRolePolicies.TrustOfManagementAccount(),
        _ => null,
    };

    private static string AccountId(string resource) =>
        resource.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : SynthesizedApp.Account;
}
