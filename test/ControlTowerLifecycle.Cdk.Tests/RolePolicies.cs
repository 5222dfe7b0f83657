using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// The policies of the template's roles with all settings on, and what the functions call under them.
/// </summary>
internal static class RolePolicies
{
    public const string OwnConnectorRole = $"arn:aws:iam::{Synthesized.Account}:role/CloudOneWorkloadConnectorRole";

    private const string Secret = $"arn:aws:secretsmanager:eu-west-1:{Synthesized.Account}:secret:trend-AbCdEf";
    private const string SecretKey = $"arn:aws:kms:eu-west-1:{Synthesized.Account}:key/existing";
    private const string MemberAccount = $"arn:aws:organizations::{Synthesized.Account}:account/o-exampleorg1/444455556666";
    private const string Unit = $"arn:aws:organizations::{Synthesized.Account}:ou/o-exampleorg1/ou-ab12-c3d4e5f6";

    private const string Root = $"arn:aws:organizations::{Synthesized.Account}:root/o-exampleorg1/r-ab12";
    private const string LandingZone = $"arn:aws:controltower:eu-west-1:{Synthesized.Account}:landingzone/1A2B3C";

    private static readonly string[] LookingActions =
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"];

    /// <summary>What the steps of the connector role take, in every account.</summary>
    public static readonly string[] ConnectorActions =
    [
        "iam:CreateRole", "iam:DetachRolePolicy", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
            "iam:PutRolePolicy", "iam:TagRole",
        "iam:UpdateAssumeRolePolicy",
    ];

    private static Template Template => Synthesized.Lifecycle;

    private static Intrinsics Deployed =>
        Intrinsics.Deployed(Template, "aws", "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] = Secret,
            ["WorkloadSecuritySecretKeyArn"] = SecretKey,
        });

    public static string Session(string role) => $"arn:aws:sts::{Synthesized.Account}:assumed-role/{role}/function";

    public static string ArnOf(string id) => (string)Deployed.Resolve(JsonNode.Parse($$"""{"Fn::GetAtt":["{{id}}","Arn"]}"""))!;

    public static JsonNode Resolved(string id, string document) => Deployed.Resolve(Template.Properties(id)[document])!;

    public static IReadOnlyList<string> StatementsOf(string role) =>
        [.. Policies(role).SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray()).Select(statement =>
            (string)statement!["Sid"]!)];

    /// <summary>The policies of a role as a simulation takes them, one statement left out.</summary>
    public static JsonArray Of(string role, string? without) => new([.. Policies(role)
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
    /// Every operation that a function, or Lambda as its role, calls; on what; and what AWS then knows.
    /// </summary>
    public static IReadOnlyList<Call> CallsOf(string role)
    {
        var log = ArnOf(role.Replace("Role", "Log", StringComparison.Ordinal)).TrimEnd('*');
        List<Call> calls =
        [
            new(role, "logs:CreateLogStream", $"{log}log-stream:2026"),
            new(role, "logs:PutLogEvents", $"{log}log-stream:2026"),
            new(role, "xray:PutTraceSegments", "*"),
            new(role, "xray:PutTelemetryRecords", "*"),
            new(role, "secretsmanager:GetSecretValue", Secret),
            new(role, "kms:Decrypt", ArnOf("EncryptionKey")),
            new(role, "kms:GenerateDataKey", ArnOf("EncryptionKey")),
            new(role, "kms:Decrypt", SecretKey),
            new(role, "organizations:ListParents", MemberAccount),
            new(role, "organizations:ListParents", Unit),
            new(role, "sqs:SendMessage", ArnOf("WorkQueueDeadLetters")),
            new(role, "controltower:ListEnabledBaselines", "*"),
            new(role, "controltower:ListLandingZones", "*"),
            new(role, "controltower:GetLandingZone", LandingZone),
            new(role, "sts:AssumeRole", "arn:aws:iam::444455556666:role/AWSControlTowerExecution"),
        ];
        calls.AddRange(role == "LifecycleFunctionRole" ? OfLifecycle(role) : OfBackfill(role));
        return calls;
    }

    private static IEnumerable<Call> OfLifecycle(string role) =>
    [
        new(role, "sqs:ReceiveMessage", ArnOf("WorkQueue")),
        new(role, "sqs:DeleteMessage", ArnOf("WorkQueue")),
        new(role, "sqs:GetQueueAttributes", ArnOf("WorkQueue")),
        new(role, "sqs:ChangeMessageVisibility", ArnOf("WorkQueue")),
        new(role, "dynamodb:PutItem", ArnOf("NotificationTable")),
        new(role, "kms:DescribeKey", ArnOf("EncryptionKey")),
        new(role, "kms:Encrypt", ArnOf("EncryptionKey")),
        new(role, "organizations:DescribeAccount", MemberAccount),
        new(role, "sns:Publish", ArnOf("Notifications")),
        .. ConnectorActions.Select(action => new Call(role, action, OwnConnectorRole)),
    ];

    private static IEnumerable<Call> OfBackfill(string role) =>
    [
        new(role, "organizations:ListAccounts", "*"),
        new(role, "organizations:ListRoots", "*"),
        new(role, "organizations:ListAccountsForParent", Root),
        new(role, "organizations:ListAccountsForParent", Unit),
        new(role, "organizations:ListOrganizationalUnitsForParent", Unit),
        new(role, "sqs:SendMessage", ArnOf("WorkQueue")),
        .. LookingActions.Select(action => new Call(role, action, OwnConnectorRole)),
    ];

    private static JsonArray Policies(string role) =>
        Deployed.Resolve(Template.Properties(role)["Policies"])!.AsArray();
}

/// <summary>One operation that is called.</summary>
internal sealed record Call(string Role, string Action, string Resource)
{
    public JsonObject Under(JsonArray policies) => new()
    {
        ["request"] = new JsonObject
        {
            ["principal"] = RolePolicies.Session(Role),
            ["action"] = Action,
            ["resource"] = new JsonObject { ["resource"] = Resource, ["accountId"] = AccountOf(Resource) },
            ["contextVariables"] = new JsonObject
            {
                ["aws:SecureTransport"] = "true",
                ["aws:PrincipalOrgID"] = "o-exampleorg1",
                ["aws:ResourceOrgID"] = "o-exampleorg1",
                ["iam:PolicyARN"] = $"arn:aws:iam::{Synthesized.Account}:policy/CloudOneWorkloadConnectorPolicy",
            },
        },
        ["identityPolicies"] = policies,
        ["resourcePolicy"] = ResourcePolicy(),
    };

    /// <summary>A key and a role in another account answer to their own policy too.</summary>
    private JsonNode? ResourcePolicy() => Action.Split(':')[0] switch
    {
        "kms" => RolePolicies.Resolved("EncryptionKey", "KeyPolicy"),
        "sts" => JsonNode.Parse(
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Synthesized.Account}}:root"},"Action":"sts:AssumeRole"}]}"""),
        _ => null,
    };

    private static string AccountOf(string resource) =>
        resource.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : Synthesized.Account;
}
