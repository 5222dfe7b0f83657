using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Queues;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>The sandbox as an emulator for the contract tests. It has sessions and no IAM users.</summary>
public sealed class SandboxEmulator : IAwsEmulator, IAsyncLifetime
{
    private const string Member = "100000000001";
    private SandboxServer? _server;
    private SandboxQueue? _queue;

    public Uri Endpoint => Server.AwsEndpoint;

    public AccessKey Administrator => CreateKey(Server.Credentials);

    public AccessKey Unauthorized { get; private set; } = new("", "");

    public string ManagementAccountId => Server.Organization.ManagementAccountId;

    public IReadOnlyList<string> MemberAccountIds =>
    [
        Member,
        .. Server.Organization.Accounts
            .Select(account => account.Id)
            .Where(id => id != Member && id != ManagementAccountId),
    ];

    public string UnitId { get; private set; } = "";

    public IReadOnlyDictionary<string, string[]> UnitsOfAccounts { get; private set; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal);

    public string ExecutionRoleArn => AwsNames.Role(Member, ControlTowerAccount.ExecutionRole);

    public string RoleWithPolicies => nameof(RoleWithPolicies);

    public IReadOnlyList<string> AttachedPolicyArns { get; } =
        [AwsNames.Policy(Member, "first"), AwsNames.Policy(Member, "second")];

    public string TextSecretId => "text-secret";

    public string SecretText => """{"ApiKey": "a key with \"quotes\" and ü"}""";

    public string BinarySecretId => "binary-secret";

    public string QueueUrl => _queue!.Url;

    public string ReceiptHandle { get; private set; } = "";

    public string TopicArn => Server.Topic.Arn;

    public string TableName => Server.Notifications.Name;

    private SandboxServer Server => _server!;

    public void Require()
    {
        // The sandbox is always available.
    }

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(
            new SandboxOptions { Accounts = 25, AccountFields = AccountFields.State },
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        var account = _server.Organization.Vend(Member, "account-1", _server.Organization.RootId);
        var role = account.Role(ControlTowerAccount.ExecutionRole)!;
        _server.Organization.Change(Member, existing => existing.With(role with
        {
            Name = RoleWithPolicies,
            Arn = AwsNames.Role(Member, RoleWithPolicies),
            AttachedPolicyArns = [.. AttachedPolicyArns],
        }) with
        { ManagedPolicyArns = [.. AttachedPolicyArns] });
        AddUnits(_server.Organization);
        _server.Secrets.Create(TextSecretId, SecretText);
        _server.Secrets.CreateBinary(BinarySecretId, [0, 1, 2]);
        _queue = new SandboxQueue(
            new QueueSettings { Name = "work", AccountId = ManagementAccountId, Endpoint = Endpoint },
            TimeProvider.System);
        _queue.Send("first");
        ReceiptHandle = Assert.Single(_queue.Receive(1)).ReceiptHandle;
        _server.Queues.Add(_queue);
        Unauthorized = CreateKey(_server.Sessions.Issue(
            new Principal(
                ManagementAccountId,
                AwsNames.Role(ManagementAccountId, "Unauthorized"),
                AwsNames.Session(ManagementAccountId, "Unauthorized", "unauthorized")),
            expiresAt: null,
            sessionPolicy: null));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _queue?.Dispose();
    }

    private void AddUnits(SandboxOrganization organization)
    {
        var outer = organization.AddUnit("Outer", organization.RootId).Id;
        var middle = organization.AddUnit("Middle", outer).Id;
        var inner = organization.AddUnit("Inner", middle).Id;
        organization.Vend("100000000002", "account-2", middle);
        organization.Vend("100000000003", "account-3", inner);
        UnitId = middle;
        UnitsOfAccounts = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["100000000002"] = [outer, middle],
            ["100000000003"] = [outer, middle, inner],
        };
    }

    private static AccessKey CreateKey(Credential credential) =>
        new(credential.AccessKey, credential.SecretKey, credential.SessionToken);
}
