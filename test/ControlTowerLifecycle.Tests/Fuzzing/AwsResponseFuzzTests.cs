using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Aws.EventBridge;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Aws.Support;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.FollowUps;
using ControlTowerLifecycle.Tests.Notifications;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>All calls to AWS, with any response, successful or not.</summary>
[Trait("Category", "Long")]
public sealed class AwsResponseFuzzTests
{
    private const string Role = "Connector";
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/work";

    private static readonly Dictionary<string, string> NoTags = new(StringComparer.Ordinal);

    private readonly ManualTime _time = new(Sample.Start) { AutoAdvance = true };
    private readonly FuzzedWire _wire = new("aws.fuzz.test");
    private readonly AwsConnection _aws;

    public AwsResponseFuzzTests()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = "ASIACALLER",
            ["AWS_SECRET_ACCESS_KEY"] = "the-secret-access-key",
            ["AWS_SESSION_TOKEN"] = "the-session-token",
            ["AWS_ENDPOINT_URL"] = "https://aws.fuzz.test",
        };
        var transport = new AwsTransport(SharedHttpClient.Create(_wire), Retries: 0);
        _aws = AwsConnection.FromEnvironment(environment).WithTransport(transport);
    }

    private IamClient Iam => new(_aws);

    private OrganizationsClient Organizations => new(_aws) { Time = _time };

    private StsClient Sts => new(_aws);

    [Fact]
    public void GetRole_handles_any_response() => Fuzz(Iam, (iam, token) => iam.GetRoleAsync(Role, token), "iam-get-role.xml");

    [Fact]
    public void GetRolePolicy_handles_any_response() =>
        Fuzz(Iam, (iam, token) => iam.GetRolePolicyAsync(Role, "Permissions", token), "aws-get-role-policy.xml");

    [Fact]
    public void ListAttachedRolePolicies_handles_any_response() =>
        Fuzz(Iam, (iam, token) => iam.ListAttachedRolePoliciesAsync(Role, token), "iam-attached-policies-*.xml");

    [Fact]
    public void CreateRole_handles_any_response() => Fuzz(
        Iam,
        (iam, token) => iam.CreateRoleAsync(new NewIamRole(Role, "{}", "", NoTags), token),
        "iam-create-role.xml");

    [Fact]
    public void PutRolePolicy_handles_any_response() =>
        Fuzz(Iam, (iam, token) => iam.PutRolePolicyAsync(Role, "Permissions", "{}", token), "iam-empty-response.xml");

    [Fact]
    public void ListAccounts_handles_any_response() => Fuzz(
        new AwsOrganization(Organizations),
        async (organization, token) =>
            await organization.PagesAsync(new AccountQuery(null, WithUnits: false, null), token).CountAsync(token),
        "list-accounts-*.json");

    [Fact]
    public void ListAccountsBelowUnit_handles_any_response() => Fuzz(
        new AwsOrganization(Organizations),
        async (organization, token) =>
            await organization.PagesAsync(new AccountQuery("ou-abcd-11111111", WithUnits: true, null), token)
                .CountAsync(token),
        "list-accounts-*.json", "list-parents.json", "list-roots.json", "list-units-*.json");

    [Fact]
    public void Governance_handles_any_response() => Fuzz(
        new ControlTowerGovernance(new ControlTowerClient(_aws) { Time = _time }, Sample.Management),
        (governance, token) => governance.ReadAsync(token),
        "enabled-baselines-*.json", "landing-zone*.json");

    [Fact]
    public void DescribeAccount_handles_any_response() => Fuzz(
        new AwsOrganization(Organizations),
        (organization, token) => organization.FindAsync(Sample.Id, token),
        "aws-describe-account.json", "account-not-found.json");

    [Fact]
    public void ListParents_handles_any_response() => Fuzz(
        Organizations,
        (organizations, token) => new AwsOrganization(organizations).OrganizationalUnitsAsync(Sample.Id, token),
        "list-parents.json", "child-not-found.json");

    [Fact]
    public void GetSecretValue_handles_any_response() => Fuzz(
        new SecretsManagerClient(_aws),
        (secrets, token) => secrets.GetSecretValueAsync("trend", token),
        "secret-*.json");

    [Fact]
    public void Publish_handles_any_response() => Fuzz(
        new SnsClient(_aws),
        (sns, token) => sns.PublishAsync("arn:aws:sns:::t", "Subject", new TopicMessages("Message"), token),
        "sns-publish.xml");

    [Fact]
    public void SendMessage_handles_any_response() => Fuzz(
        new DeadLetterQueue(_aws, Queue),
        (queue, token) => queue.KeepAsync("{}", [FailureNotice.Unreadable("m1", "it is empty")], token),
        "aws-send-message.json");

    [Fact]
    public void SendMessageBatch_handles_any_response() => Fuzz(
        new WorkQueue(_aws, Queue, _time),
        (queue, token) => queue.SendAsync(["a", "b", "c"], token),
        "send-message-batch.json");

    [Fact]
    public void ChangeMessageVisibility_handles_any_response() => Fuzz(
        new ReceivedMessages(_aws, Queue),
        (messages, token) => messages.ReturnAfterAsync("receipt", TimeSpan.FromMinutes(2), token),
        "nothing.json");

    [Fact]
    public void GetItem_handles_any_response() => Fuzz(
        new RegistrationTable(_aws, "notifications", "workload-security"),
        (table, token) => table.HadNoneBeforeAsync(Sample.Id, token),
        "dynamodb-get-item*.json");

    [Fact]
    public void PutItem_handles_any_response() => Fuzz(
        new NotificationTable(_aws, "notifications"),
        (table, token) => table.TryWriteAsync(
            CauseRig.Cause, new CauseRecord(FailureSummary.Of(CauseRig.Notice(1))), Sample.Start.AddMinutes(2), token),
        "dynamodb-put-item.json", "dynamodb-condition-failed.json");

    [Fact]
    public void UpdateItem_handles_any_response() => Fuzz(
        new NotificationTable(_aws, "notifications"),
        (table, token) => table.GatherAsync(CauseRig.Cause, new Affected("1", null), Sample.Start, Sample.Start, token),
        "dynamodb-put-item.json", "dynamodb-condition-failed.json");

    [Fact]
    public void GetItem_of_a_cause_handles_any_response() => Fuzz(
        new NotificationTable(_aws, "notifications"),
        (table, token) => table.FindAsync(CauseRig.Cause, token),
        "dynamodb-get-item-cause.json");

    [Fact]
    public void PutEvents_handles_any_response() => Fuzz(
        new EventBridgeClient(_aws),
        (events, token) => events.PutEventsAsync(
            "default", [new PutEventsEntry("default", "s", "t", "{}") { Time = 0, Resources = [] }], token),
        "put-events*.json");

    [Fact]
    public void DescribeCases_handles_any_response() => Fuzz(
        new SupportClient(_aws),
        (support, token) => support.FindCaseAsync(SupportCaseSample.Template.For(Sample.Id, "name"), Sample.Start, token),
        "support-cases-2.json", "support-cases-none.json", "support-subscription.json");

    [Fact]
    public void CreateCase_handles_any_response() => Fuzz(
        new SupportClient(_aws),
        (support, token) => support.CreateCaseAsync(SupportCaseSample.Template.For(Sample.Id, "name"), token),
        "support-case.json", "support-subscription.json");

    [Fact]
    public void Record_of_a_support_case_handles_any_response() => Fuzz(
        new SupportCaseTable(_aws, "notifications"),
        (table, token) => table.FindCaseAsync(Sample.Id, token),
        "dynamodb-get-item*.json");

    [Fact]
    public void AssumeRole_handles_any_response() => Fuzz(
        Sts,
        (sts, token) => sts.AssumeRoleAsync(Sample.RoleArn, "onboard", "{}", TimeSpan.FromMinutes(15), token),
        "sts-assume-role.xml");

    /// <summary>Starts from responses that the call expects, and from errors of its protocol.</summary>
    private void Fuzz<TClient>(
        TClient client,
        Func<TClient, CancellationToken, Task> call,
        params string[] responses)
    {
        var errors = responses[0].EndsWith(".xml", StringComparison.Ordinal)
            ? ["iam-*-*.xml", "signature-does-not-match.xml"]
            : new[] { "too-many-requests.json" };
        byte[][] seeds =
        [
            .. responses.SelectMany(response => Seeds.Of(Folder(response), response)),
            .. Seeds.Of(Folder(""), errors),
        ];
        var subject = TestContext.Current.TestMethod!.MethodName;
        new FuzzRun($"aws {subject}", 2, seeds).Run(input =>
        {
            _wire.Begin(input);
            FuzzedCall.Run<AwsException>(_time, token => call(client, token));
        });
    }

    private static string Folder(string file) =>
        Path.Combine(file.StartsWith("aws-", StringComparison.Ordinal) ? "Fuzzing" : "Aws", "Payloads");
}
