using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>
/// An organization with its servers: AWS on one port, each API of the vendor on another.
/// It is deterministic for a given clock: two sandboxes have the same ids, keys and secrets.
/// </summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>The secret with the vendor's key. It has the predecessor's name and format.</summary>
    public const string ApiKeySecretName = "TrendMicro/CloudOne/WorkloadApiKey";

    /// <summary>The secret with the key of Trend Vision One.</summary>
    public const string VisionOneSecretName = "TrendMicro/VisionOne/ApiKey";

    private const string FunctionRole = "ControlTowerLifecycleFunction";

    /// <summary>The role that IAM Identity Center creates for a permission set.</summary>
    private const string OperatorRole = "AWSReservedSSO_AWSAdministratorAccess_0123456789abcdef";

    private const string IdentityCenterPath = "aws-reserved/sso.amazonaws.com/";

    private readonly List<SandboxHttpServer> _servers = [];
    private readonly AwsAuthorization _authorization;
    private readonly SandboxClock _clock;

    private SandboxServer(SandboxOptions options, TimeProvider time)
    {
        _clock = new SandboxClock(time) { Latency = options.Latency };
        Vendor = new SandboxVendor(options.KeyStyles, time);
        CloudAccounts = new CloudAccountsTenant(time);
        Organization = DefaultOrganization.Build(options.Accounts, options.Region, Vendor.ExternalId, time);
        Organization.RolePropagationDelay = options.RolePropagationDelay;
        Organization.Fields = options.AccountFields;
        var management = Organization.ManagementAccountId;
        Secrets = new SandboxSecrets(options.Region, management);
        Notifications = new SandboxTable(
            "control-tower-lifecycle-notifications",
            $"arn:aws:dynamodb:{options.Region}:{management}:table/control-tower-lifecycle-notifications",
            "id");
        Topic = new SandboxTopic($"arn:aws:sns:{options.Region}:{management}:control-tower-lifecycle");
        Alarms = new AlarmDirectory(Topic.Arn);
        Faults = new SandboxFaults(time);
        Throttles = new Throttles(time);
        EventBus = options.EventBus ?? new RecordingEventBus();
        var session = AwsNames.Session(management, FunctionRole, "lifecycle");
        var function = new Principal(management, AwsNames.Role(management, FunctionRole), session);
        var operatorSession = AwsNames.Session(management, OperatorRole, "operator@example.com");
        var operatorPrincipal = new Principal(
            management, AwsNames.Role(management, $"{IdentityCenterPath}{OperatorRole}"), operatorSession);
        _authorization = new AwsAuthorization(Organization) { Function = function, Operator = operatorPrincipal };
        Sessions = new CredentialStore();
        Credentials = Sessions.Issue(function, expiresAt: null, sessionPolicy: null);
        OperatorCredentials = Sessions.Issue(operatorPrincipal, expiresAt: null, sessionPolicy: null);
        Seed();
    }

    /// <summary>The endpoint of all AWS services, for AWS_ENDPOINT_URL.</summary>
    public Uri AwsEndpoint => _servers[0].Address;

    /// <summary>The Workload Security API without <c>/api</c>, for WORKLOAD_SECURITY_ENDPOINT.</summary>
    public Uri VendorEndpoint => _servers[1].Address;

    /// <summary>The Trend Vision One API, for CLOUD_ACCOUNTS_API_URL.</summary>
    public Uri CloudAccountsEndpoint => _servers[2].Address;

    /// <summary>The credentials of the functions in the management account.</summary>
    public Credential Credentials { get; }

    /// <summary>The credentials of the operator: an administrator of the management account.</summary>
    public Credential OperatorCredentials { get; }

    /// <summary>All issued sessions. A test can issue more.</summary>
    public CredentialStore Sessions { get; }

    public SandboxOrganization Organization { get; }

    public SandboxVendor Vendor { get; }

    /// <summary>The Trend Vision One tenant.</summary>
    public CloudAccountsTenant CloudAccounts { get; }

    public SandboxFaults Faults { get; }

    /// <summary>Request throttling by service; none by default.</summary>
    public Throttles Throttles { get; }

    /// <summary>The topic for notifications to the operator.</summary>
    public SandboxTopic Topic { get; }

    /// <summary>The table of sent notifications and registration records.</summary>
    public SandboxTable Notifications { get; }

    public SandboxSecrets Secrets { get; }

    /// <summary>The support cases of the management account.</summary>
    public SupportDesk Support { get; } = new();

    /// <summary>The secret with the vendor's key.</summary>
    public string ApiKeySecretArn => Secrets.Find(ApiKeySecretName)!.Arn;

    /// <summary>The secret with the key of Trend Vision One.</summary>
    public string VisionOneSecretArn => Secrets.Find(VisionOneSecretName)!.Arn;

    /// <summary>The queues of SQS. The creator of a queue adds it.</summary>
    public QueueDirectory Queues { get; } = new();

    /// <summary>The functions of Lambda. The creator of a function adds it.</summary>
    public FunctionDirectory Functions { get; } = new();

    /// <summary>The stacks of CloudFormation. The creator of a stack adds it.</summary>
    public StackDirectory Stacks { get; } = new();

    /// <summary>The trails of CloudTrail. Control Tower has created one for the organization.</summary>
    public TrailDirectory Trails { get; } = new();

    /// <summary>The alarms of CloudWatch. The creator of a stack adds them.</summary>
    public AlarmDirectory Alarms { get; }

    public IEventBus EventBus { get; }

    /// <summary>Every call to AWS. The vendor has its own log.</summary>
    public CallLog AwsCalls { get; } = new();

    /// <summary>
    /// The exceptions of the servers. A test asserts that there are none.
    /// </summary>
    public IReadOnlyCollection<Exception> Failures => [.. _servers.SelectMany(server => server.Failures)];

    /// <summary>Replaces the identity policy of the functions. The first one allows everything.</summary>
    /// <param name="json">An IAM identity policy.</param>
    public void RestrictFunctions(string json) =>
        _authorization.FunctionPolicy = SandboxPolicy.Parse(json, PolicyKind.Identity);

    /// <summary>The policy of Organizations that applies to every member account; null if there is none.</summary>
    public SandboxPolicy? ServiceControlPolicy { set => _authorization.ServiceControlPolicy = value; }

    /// <summary>Sets the latency of all further responses.</summary>
    public void SetLatency(TimeSpan latency) => _clock.Latency = latency;

    /// <summary>The current state, for a comparison with a later state.</summary>
    public SandboxSnapshot Snapshot() =>
        new(Organization.Describe()
            .Concat(Vendor.Describe())
            .Concat(CloudAccounts.Describe())
            .Concat(Secrets.Describe()));

    public static async Task<SandboxServer> StartAsync(
        SandboxOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var sandbox = new SandboxServer(options, time);
        try
        {
            RequestDelegate[] handlers =
            [
                sandbox.Aws(options, time).HandleAsync,
                sandbox.WorkloadSecurity().HandleAsync,
                sandbox.VisionOne().HandleAsync,
            ];
            foreach (var handler in handlers)
                sandbox._servers.Add(await SandboxHttpServer.StartAsync(handler, cancellationToken));
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private AwsEndpoint Aws(SandboxOptions options, TimeProvider time)
    {
        var region = options.Region;
        var directory = new AwsRequestRouter(
        [
            new StsService(Organization, Sessions),
            new IamService(Organization, () => _authorization.ServiceControlPolicy),
            new OrganizationsService(Organization) { PageSize = options.PageSize },
            new CloudTrailService(Trails),
            new SecretsManagerService(Secrets, region),
            new SnsService(Topic),
            new DynamoDbService([Notifications], region),
            new SqsService(Queues, Faults, region),
            new EventsService(EventBus, region),
            new SupportService(Support),
            new ControlTowerService(Organization),
            new LambdaService(Functions, region),
            new CloudFormationService(Stacks, region),
            new CloudWatchService(Alarms, AwsProtocol.Json10),
            new CloudWatchService(Alarms, AwsProtocol.Query),
            new LogsService(Functions, region),
            .. EventBus is IEventRules rules ? [new EventRulesService(rules, region)] : (IAwsService[])[],
        ]);
        var verifier = new SignatureVerifier(Sessions, time, options.ClockSkew);
        return new AwsEndpoint(directory, verifier, _authorization, Throttles, Faults, AwsCalls, _clock, region);
    }

    private VendorEndpoint WorkloadSecurity() => new(
        Vendor, new VendorRoutes(new VendorConnectors(Vendor, Organization), new VendorTenant(Vendor), Vendor.Keys), Faults, _clock);

    private CloudAccountsServer VisionOne() => new(
        CloudAccounts,
        new CloudAccountsRoutes(new CloudAccountsOperations(CloudAccounts, Organization)),
        Faults,
        _clock);

    private void Seed()
    {
        Trails.Put(new SandboxTrail(
            $"arn:aws:cloudtrail:{Organization.Region}:{Organization.ManagementAccountId}:trail/aws-controltower-BaselineCloudTrail",
            IsOrganizationTrail: true,
            IsLogging: true));
        Secrets.Create(VisionOneSecretName, $$"""{"ApiKey": "{{CloudAccounts.Key}}"}""");
        Secrets.Create(ApiKeySecretName, $$"""{"ApiKey": "{{Vendor.Key.Secret}}"}""");
        Vendor.Seed(
            DefaultOrganization.PredecessorId,
            $"ControlTower - {DefaultOrganization.PredecessorName} - {DefaultOrganization.PredecessorId}",
            AwsNames.Role(DefaultOrganization.PredecessorId, DefaultOrganization.PredecessorRole));
    }
}
