using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// Everything put together, once a process, to be read from top to bottom. Nothing is called while it is built.
/// </summary>
public sealed class Composition : IDisposable
{
    /// <summary>Builds everything that the settings ask for.</summary>
    public Composition(LifecycleSettings settings, LifecycleLog log, TimeProvider time)
    {
        Http = new HttpClient(new SocketsHttpHandler
        {
            // A redirect would carry the API key elsewhere.
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        })
        {
            // Every call has a limit of its own.
            Timeout = Timeout.InfiniteTimeSpan,
        };

        var organization = new ScopedOrganization(
            new AwsOrganization(new OrganizationsClient(settings.Aws) { Time = time }), settings.Scope);
        IReadOnlyList<IProtection> protections = [WorkloadSecurity(settings, time)];
        var members = new MemberAccounts(settings.Aws, settings.ManagementAccountId, settings.ExecutionRoleName);
        Onboarding = new AccountOnboarding(organization, members, protections, log);
        Departure = settings.AccountLeft == AccountLeftAction.Disconnect
            ? new AccountDeparture(
                organization,
                new ControlTowerGovernance(
                    new ControlTowerClient(settings.Aws) { Time = time }, settings.ManagementAccountId),
                settings.ManagementAccountId,
                members,
                protections,
                log)
            : null;
        Notifications = settings.NotificationTopicArn is { } topic
            ? new TopicNotifications(new SnsClient(settings.Aws), topic, settings.FunctionName, settings.Aws.Region)
            : null;
        Walk = settings.WorkQueueUrl is { } queue
            ? new OrganizationWalk(
                organization,
                Onboarding,
                new ControlTowerGovernance(
                    new ControlTowerClient(settings.Aws) { Time = time }, settings.ManagementAccountId),
                protections,
                new WorkQueue(new SqsClient(settings.Aws), queue, time),
                settings.ManagementAccountId,
                time)
            : null;
        Continuation = new SelfInvocation(new LambdaClient(settings.Aws), settings.FunctionName);
    }

    /// <summary>For calls to anything but AWS.</summary>
    public HttpClient Http { get; }

    /// <summary>Brings one account under protection.</summary>
    public AccountOnboarding Onboarding { get; }

    /// <summary>Takes one account that left out of protection; null where such accounts keep theirs.</summary>
    public AccountDeparture? Departure { get; }

    /// <summary>Null where no topic is set.</summary>
    public INotifications? Notifications { get; }

    /// <summary>Null where no queue is set.</summary>
    public OrganizationWalk? Walk { get; }

    /// <summary>The next invocation of this function.</summary>
    public IContinuation Continuation { get; }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private WorkloadSecurityProtection WorkloadSecurity(LifecycleSettings settings, TimeProvider time)
    {
        var wanted = settings.WorkloadSecurity;
        var secrets = new SecretsManagerClient(settings.Aws);
        var keys = new ApiKeySource(token => secrets.GetSecretValueAsync(wanted.SecretArn, token), wanted.KeyStyle);
        var share = new CallBudget(Math.Max(1, wanted.CallsPerMinute / settings.MaximumConcurrency), time);
        var client = new WorkloadSecurityClient(new WorkloadSecurityHttp(Http, wanted.Endpoint, keys, share, time));
        return new WorkloadSecurityProtection(
            client,
            new ExternalIdSource(wanted.ExternalId, client, keys),
            new ConnectorRole(settings.Aws.Partition.Name, settings.ConnectorRoleName, wanted.VendorAccountId),
            settings.ManagementAccountId,
            wanted.WorkspacesEnabled,
            time);
    }
}
