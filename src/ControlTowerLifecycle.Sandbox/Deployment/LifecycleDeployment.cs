using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// The stack in the management account: work queue, dead-letter queue, both functions, event-source mapping, event
/// rules and custom resource. The functions are real processes. The sandbox provides everything else.
/// </summary>
internal sealed class LifecycleDeployment : IAsyncDisposable
{
    private readonly DeployedRules _rules;
    private readonly MappingSwitch _mapping;
    private bool _isDeployed;

    private LifecycleDeployment(
        DeploymentOptions options, SandboxServer server, SandboxEventBus bus, ResponseBucket bucket, TimeProvider time)
    {
        var management = server.Organization.ManagementAccountId;
        Server = server;
        Bus = bus;
        Bucket = bucket;
        Time = time;
        Options = options;
        DeadLetters = CreateQueue("lifecycle-dead-letters", TimeSpan.FromSeconds(30), null);
        WorkQueue = CreateQueue(
            "lifecycle-work", options.FunctionTimeout * 6, new RedrivePolicy(DeadLetters, options.MaxReceiveCount));
        var launcher = new ProcessLauncher(options.BootstrapPath);
        Lifecycle = new LambdaFunction(
            FunctionSettings("lifecycle", options.FunctionTimeout) with { Concurrency = options.MaximumConcurrency },
            launcher,
            time);
        Backfill = new LambdaFunction(FunctionSettings("backfill", options.BackfillTimeout), launcher, time);
        Rotation = new LambdaFunction(FunctionSettings("rotation", options.FunctionTimeout), launcher, time);
        server.Functions.Add(Lifecycle);
        server.Functions.Add(Backfill);
        server.Functions.Add(Rotation);
        _mapping = new MappingSwitch(WorkQueue, Lifecycle, new MappingSettings
        {
            BatchSize = options.BatchSize,
            MaximumConcurrency = options.MaximumConcurrency,
            ReturnAfter = options.ReturnAfter,
        });
        server.Functions.Add(_mapping);
        Stack = new SandboxStack(Backfill, bucket, new SandboxStackSettings(), time);
        _rules = new DeployedRules(bus, WorkQueue, Backfill, DeadLetters, management);
        ControlTower = new ControlTowerEventFactory(
            management, server.Organization.Id, server.Organization.Region, time);
        server.Stacks.Add(() => _isDeployed ? StackDescriber.Describe(this) : null);
        DeployedAlarms.Add(this);
        server.Secrets.Rotator = (secret, token) =>
        {
            if (secret != SandboxServer.ApiKeySecretName)
                return false;
            _ = RotateAsync(token, CancellationToken.None);
            return true;
        };
    }

    public SandboxServer Server { get; }

    public SandboxEventBus Bus { get; }

    public ResponseBucket Bucket { get; }

    public SandboxQueue WorkQueue { get; }

    public SandboxQueue DeadLetters { get; }

    public LambdaFunction Lifecycle { get; }

    public LambdaFunction Backfill { get; }

    /// <summary>Rotates the API key. Nothing invokes it unless <see cref="RotateAsync"/> does.</summary>
    public LambdaFunction Rotation { get; }

    public SandboxStack Stack { get; }

    /// <summary>Creates the events of Control Tower.</summary>
    public ControlTowerEventFactory ControlTower { get; }

    public SandboxOrganization Organization => Server.Organization;

    public ChosenProtections Protections => Options.Protections;

    private DeploymentOptions Options { get; }

    private TimeProvider Time { get; }

    /// <summary>
    /// Starts the sandbox and creates queues and functions, but not yet the stack's custom resource.
    /// </summary>
    public static async Task<LifecycleDeployment> StartAsync(
        DeploymentOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var bus = new SandboxEventBus(options.Sandbox.Region, DefaultOrganization.ManagementId);
        var server = await SandboxServer.StartAsync(options.Sandbox with { EventBus = bus }, time, cancellationToken);
        var bucket = await ResponseBucket.StartAsync(time, cancellationToken);
        return new LifecycleDeployment(options, server, bus, bucket, time);
    }

    /// <summary>
    /// CloudFormation creates the stack: first the rules and the mapping, then the custom resource.
    /// </summary>
    public async Task<StackResult> CreateAsync(string revision, CancellationToken cancellationToken)
    {
        Connect();
        return await Stack.CreateAsync(revision, cancellationToken);
    }

    /// <summary>
    /// CloudFormation deletes the stack: first the custom resource, then the rules and the mapping.
    /// </summary>
    public async Task<StackResult> DeleteAsync(CancellationToken cancellationToken)
    {
        var result = await Stack.DeleteAsync(cancellationToken);
        await DisconnectAsync();
        return result;
    }

    /// <summary>Secrets Manager rotates the API key: one invocation for each step, until one fails.</summary>
    /// <param name="token">The ID of the new version; the same one repeats a rotation that failed.</param>
    /// <param name="cancellationToken">Ends the rotation.</param>
    /// <returns>The result of the last step.</returns>
    public async Task<InvocationResult> RotateAsync(string token, CancellationToken cancellationToken)
    {
        Server.Secrets.StartRotation(SandboxServer.ApiKeySecretName, token);
        string[] steps = ["createSecret", "setSecret", "testSecret", "finishSecret"];
        InvocationResult? result = null;
        foreach (var step in steps)
        {
            var request = new JsonObject
            {
                ["Step"] = step,
                ["SecretId"] = Server.ApiKeySecretArn,
                ["ClientRequestToken"] = token,
            };
            result = await Rotation.InvokeAsync(request.ToJsonString(), cancellationToken);
            if (result is not InvocationResult.Succeeded)
                break;
        }

        return result!;
    }

    /// <summary>Adds the rules to the bus and the mapping to the queue.</summary>
    public void Connect()
    {
        _rules.Add();
        _mapping.Start();
        _isDeployed = true;
    }

    /// <summary>
    /// Returns when no event is pending and no message is visible or in flight. A digest of notifications waits for
    /// minutes in a delayed message; <see cref="SandboxQueue.EndDelays"/> makes it due.
    /// </summary>
    public async Task UntilQuietAsync(CancellationToken cancellationToken)
    {
        // The order matters: the backfill function fills the queue before its event ends.
        while (Backfill.PendingEvents > 0 || WorkQueue.Counts is not { Visible: 0, InFlight: 0 })
        {
            if (_mapping.Polling is { IsFaulted: true } broken)
                await broken;

            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        await Lifecycle.DisposeAsync();
        await Backfill.DisposeAsync();
        await Rotation.DisposeAsync();
        await Bucket.DisposeAsync();
        await Server.DisposeAsync();
        WorkQueue.Dispose();
        DeadLetters.Dispose();
    }

    private async Task DisconnectAsync()
    {
        _isDeployed = false;
        _rules.Remove();
        await _mapping.DisposeAsync();
    }

    private SandboxQueue CreateQueue(string name, TimeSpan visibilityTimeout, RedrivePolicy? redrive)
    {
        var queue = new SandboxQueue(
            new QueueSettings
            {
                Name = name,
                Region = Organization.Region,
                AccountId = Organization.ManagementAccountId,
                Endpoint = Server.AwsEndpoint,
                VisibilityTimeout = visibilityTimeout,
                RedrivePolicy = redrive,
            },
            Time);
        Server.Queues.Add(queue);
        return queue;
    }

    private SandboxFunctionSettings FunctionSettings(string name, TimeSpan timeout) => new()
    {
        Name = name,
        Region = Organization.Region,
        AccountId = Organization.ManagementAccountId,
        Credentials = new FunctionCredentials(
            Server.Credentials.AccessKey, Server.Credentials.SecretKey, Server.Credentials.SessionToken),
        Timeout = timeout,
        Variables = Variables(name),
        RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)],
        OnFailure = DeadLetters,
    };

    private Dictionary<string, string> Variables(string function)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LIFECYCLE_FUNCTION"] = function,
            ["MANAGEMENT_ACCOUNT_ID"] = Organization.ManagementAccountId,
            ["WORKLOAD_SECURITY_ENDPOINT"] = Server.VendorEndpoint.ToString(),
            ["WORKLOAD_SECURITY_SECRET_ARN"] = Server.ApiKeySecretArn,
            ["WORK_QUEUE_URL"] = WorkQueue.Url,
            ["DEAD_LETTER_QUEUE_URL"] = DeadLetters.Url,
            ["MAXIMUM_RECEIVES"] = $"{Options.MaxReceiveCount}",
            ["NOTIFICATION_TOPIC_ARN"] = Server.Topic.Arn,
            ["NOTIFICATION_TABLE_NAME"] = Server.Notifications.Name,
            ["EVENT_BUS_NAME"] = Options.EventBusName ?? "",
            // Without this, thousands of accounts would take hours. The sandbox throttles only if a fault is active.
            ["WORKLOAD_SECURITY_CALLS_PER_MINUTE"] = "100000",
            ["MAXIMUM_CONCURRENCY"] = $"{Options.MaximumConcurrency}",
            ["AWS_ENDPOINT_URL"] = Server.AwsEndpoint.ToString(),
            ["PROTECTIONS"] = $"{Options.Protections}",
            // The functions ignore them unless PROTECTIONS names cloud-accounts.
            ["CLOUD_ACCOUNTS_API_URL"] = Server.CloudAccountsEndpoint.ToString(),
            ["CLOUD_ACCOUNTS_REGION"] = CloudAccountsTenant.Region,
            ["CLOUD_ACCOUNTS_BUSINESS_ID"] = CloudAccountsTenant.BusinessId,
            ["CLOUD_ACCOUNTS_SECRET_ARN"] = Server.VisionOneSecretArn,
            ["CLOUD_ACCOUNTS_CALLS_PER_MINUTE"] = "100000",
        };
        foreach (var (name, value) in Options.Variables)
            variables[name] = value;
        return variables;
    }
}
