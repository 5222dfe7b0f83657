using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Contract;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// Arranges an organization in moto while it still believes everybody, and then switches its checks on: from there on
/// it verifies signatures and enforces identity policies, also across accounts.
/// </summary>
internal sealed class MotoSetup
{
    public const string ManagementAccountId = "123456789012";
    public const string RoleWithPolicies = "RoleWithPolicies";
    public const string TextSecretId = "text-secret";
    public const string SecretText = """{"ApiKey": "a key with \"quotes\" and ü"}""";
    public const string BinarySecretId = "binary-secret";

    public const string TableName = "notifications";

    /// <summary>What the secret at <see cref="VendorKeySecretArn"/> holds, in the predecessor's shape.</summary>
    public const string VendorKey = "tmc12345:moto-knows-this-key";
    public const string VendorKeySecretArn = $"arn:aws:secretsmanager:{Region}:{ManagementAccountId}:secret:vendor-key";

    private const string Region = "eu-west-1";
    private const string ExecutionRoleName = "AWSControlTowerExecution";
    private const string AllowEverything =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private readonly UnsignedCalls _calls;

    private MotoSetup(UnsignedCalls calls, Uri endpoint)
    {
        _calls = calls;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public AccessKey Administrator { get; private set; } = new(string.Empty, string.Empty);

    public AccessKey Bystander { get; private set; } = new(string.Empty, string.Empty);

    public IReadOnlyList<string> MemberAccountIds { get; private set; } = [];

    public string UnitId { get; private set; } = string.Empty;

    public IReadOnlyDictionary<string, string[]> UnitsOfAccounts { get; private set; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal);

    public string ExecutionRoleArn => $"arn:aws:iam::{MemberAccountIds[0]}:role/{ExecutionRoleName}";

    public IReadOnlyList<string> AttachedPolicyArns { get; private set; } = [];

    public string Queue { get; private set; } = string.Empty;

    public string Receipt { get; private set; } = string.Empty;

    public string TopicArn { get; private set; } = string.Empty;

    public static async Task<MotoSetup> MakeAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = endpoint };
        var calls = new UnsignedCalls(client, Region);
        var arrangement = new MotoSetup(calls, endpoint);
        await arrangement.MakeOrganizationAsync(cancellationToken);
        await arrangement.MakeMemberAccountAsync(cancellationToken);
        await arrangement.MakeQueueTopicAndSecretsAsync(cancellationToken);
        await arrangement.MakeTableAsync(cancellationToken);
        await arrangement.MakeUsersAsync(cancellationToken);
        await calls.SetChecksAsync(areOn: true, cancellationToken);
        return arrangement;
    }

    private async Task MakeUsersAsync(CancellationToken cancellationToken)
    {
        Administrator = await MakeUserAsync("administrator", AllowEverything, cancellationToken);
        Bystander = await MakeUserAsync("bystander", policy: null, cancellationToken);
    }

    private async Task MakeOrganizationAsync(CancellationToken cancellationToken)
    {
        await OrganizationsAsync("CreateOrganization", new() { ["FeatureSet"] = "ALL" }, cancellationToken);
        List<string> accounts = [];
        for (var number = 1; number <= 25; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"account-{number}");
            var answer = await OrganizationsAsync(
                "CreateAccount",
                new() { ["AccountName"] = name, ["Email"] = $"{name}@example.com" },
                cancellationToken);
            accounts.Add(answer["CreateAccountStatus"]!["AccountId"]!.GetValue<string>());
        }

        MemberAccountIds = accounts;
        await MakeUnitsAsync(accounts[^2], accounts[^1], cancellationToken);
    }

    private async Task MakeUnitsAsync(string inMiddle, string inInner, CancellationToken cancellationToken)
    {
        var roots = await OrganizationsAsync("ListRoots", [], cancellationToken);
        var root = roots["Roots"]![0]!["Id"]!.GetValue<string>();
        var outer = await MakeUnitAsync("Outer", root, cancellationToken);
        var middle = await MakeUnitAsync("Middle", outer, cancellationToken);
        var inner = await MakeUnitAsync("Inner", middle, cancellationToken);
        foreach (var (account, unit) in new[] { (inMiddle, middle), (inInner, inner) })
        {
            await OrganizationsAsync(
                "MoveAccount",
                new() { ["AccountId"] = account, ["SourceParentId"] = root, ["DestinationParentId"] = unit },
                cancellationToken);
        }

        UnitId = middle;
        UnitsOfAccounts = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            [inMiddle] = [outer, middle],
            [inInner] = [outer, middle, inner],
        };
    }

    private async Task<string> MakeUnitAsync(string name, string parent, CancellationToken cancellationToken)
    {
        var made = await OrganizationsAsync(
            "CreateOrganizationalUnit", new() { ["Name"] = name, ["ParentId"] = parent }, cancellationToken);
        return made["OrganizationalUnit"]!["Id"]!.GetValue<string>();
    }

    private Task<JsonNode> OrganizationsAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        JsonAsync("organizations", "AWSOrganizationsV20161128", operation, body, cancellationToken);

    private async Task MakeMemberAccountAsync(CancellationToken cancellationToken)
    {
        var session = await QueryAsync(
            "sts",
            ManagementAccountId,
            [("Action", "AssumeRole"), ("RoleArn", ExecutionRoleArn), ("RoleSessionName", "arrange")],
            cancellationToken);
        var member = session["AccessKeyId"];
        var trust =
            $$"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": { "AWS": "arn:aws:iam::{{ManagementAccountId}}:root" },
                "Action": "sts:AssumeRole"
              }]
            }
            """;
        foreach (var role in new[] { ExecutionRoleName, RoleWithPolicies })
        {
            await QueryAsync(
                "iam",
                member,
                [("Action", "CreateRole"), ("RoleName", role), ("AssumeRolePolicyDocument", trust)],
                cancellationToken);
        }

        await QueryAsync(
            "iam",
            member,
            [
                ("Action", "PutRolePolicy"), ("RoleName", ExecutionRoleName), ("PolicyName", "everything"),
                ("PolicyDocument", AllowEverything),
            ],
            cancellationToken);
        AttachedPolicyArns =
        [
            await AttachAsync(member, "first", cancellationToken),
            await AttachAsync(member, "second", cancellationToken),
        ];
    }

    private async Task<string> AttachAsync(string member, string name, CancellationToken cancellationToken)
    {
        var policy = await QueryAsync(
            "iam",
            member,
            [("Action", "CreatePolicy"), ("PolicyName", name), ("PolicyDocument", AllowEverything)],
            cancellationToken);
        await QueryAsync(
            "iam",
            member,
            [("Action", "AttachRolePolicy"), ("RoleName", RoleWithPolicies), ("PolicyArn", policy["Arn"])],
            cancellationToken);
        return policy["Arn"];
    }

    private async Task MakeQueueTopicAndSecretsAsync(CancellationToken cancellationToken)
    {
        await MakeQueueAsync(cancellationToken);
        var topic = await QueryAsync(
            "sns", ManagementAccountId, [("Action", "CreateTopic"), ("Name", "failures")], cancellationToken);
        TopicArn = topic["TopicArn"];
        await MakeSecretAsync(TextSecretId, "SecretString", SecretText, cancellationToken);
        await MakeSecretAsync("vendor-key", "SecretString", $$"""{"ApiKey": "{{VendorKey}}"}""", cancellationToken);
        await MakeSecretAsync(BinarySecretId, "SecretBinary", "AAEC", cancellationToken);
    }

    private async Task MakeQueueAsync(CancellationToken cancellationToken)
    {
        const string Sqs = "sqs";
        const string Target = "AmazonSQS";
        var made = await JsonAsync(Sqs, Target, "CreateQueue", new() { ["QueueName"] = "work" }, cancellationToken);
        Queue = made["QueueUrl"]!.GetValue<string>();
        await JsonAsync(
            Sqs, Target, "SendMessage", new() { ["QueueUrl"] = Queue, ["MessageBody"] = "first" }, cancellationToken);
        var received = await JsonAsync(
            Sqs, Target, "ReceiveMessage", new() { ["QueueUrl"] = Queue }, cancellationToken);
        Receipt = received["Messages"]![0]!["ReceiptHandle"]!.GetValue<string>();
    }

    private async Task MakeTableAsync(CancellationToken cancellationToken) => await JsonAsync(
        "dynamodb",
        "DynamoDB_20120810",
        "CreateTable",
        new()
        {
            ["TableName"] = TableName,
            ["AttributeDefinitions"] = new JsonArray(
                new JsonObject { ["AttributeName"] = "id", ["AttributeType"] = "S" }),
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["KeyType"] = "HASH" }),
            ["BillingMode"] = "PAY_PER_REQUEST",
        },
        cancellationToken);

    private async Task MakeSecretAsync(string name, string form, string value, CancellationToken cancellationToken) =>
        await JsonAsync(
            "secretsmanager",
            "secretsmanager",
            "CreateSecret",
            new() { ["Name"] = name, [form] = value, ["ClientRequestToken"] = Guid.NewGuid().ToString() },
            cancellationToken);

    private async Task<AccessKey> MakeUserAsync(string name, string? policy, CancellationToken cancellationToken)
    {
        await QueryAsync("iam", ManagementAccountId, [("Action", "CreateUser"), ("UserName", name)], cancellationToken);
        if (policy is not null)
        {
            await QueryAsync(
                "iam",
                ManagementAccountId,
                [("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "all"), ("PolicyDocument", policy)],
                cancellationToken);
        }

        var key = await QueryAsync(
            "iam", ManagementAccountId, [("Action", "CreateAccessKey"), ("UserName", name)], cancellationToken);
        return new AccessKey(key["AccessKeyId"], key["SecretAccessKey"]);
    }

    private Task<JsonNode> JsonAsync(
        string service, string target, string operation, JsonObject body, CancellationToken cancellationToken) =>
        _calls.JsonAsync(service, target, operation, ManagementAccountId, body, cancellationToken);

    private Task<Dictionary<string, string>> QueryAsync(
        string service,
        string accessKeyId,
        (string Name, string Value)[] fields,
        CancellationToken cancellationToken) =>
        _calls.QueryAsync(service, accessKeyId, fields, cancellationToken);
}
