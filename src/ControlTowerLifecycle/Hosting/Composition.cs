using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Escalation;
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
        Onboarding = new AccountOnboarding(
            organization,
            new MemberAccounts(settings.Aws, settings.ManagementAccountId, settings.ExecutionRoleName),
            protections,
            log);
        var sqs = new SqsClient(settings.Aws);
        Notifications = Telling(settings, log, time);
        DeadLetters = settings.DeadLetterQueueUrl is { } dead ? new DeadLetterQueue(sqs, dead) : null;
        ReceivedMessages = settings.WorkQueueUrl is { } worked ? new ReceivedMessages(sqs, worked) : null;
        Backfill = settings.WorkQueueUrl is { } queue
            ? new Backfill(organization, protections, new WorkQueue(sqs, queue, time))
            : null;
    }

    /// <summary>For calls to anything but AWS.</summary>
    public HttpClient Http { get; }

    /// <summary>Brings one account under protection.</summary>
    public AccountOnboarding Onboarding { get; }

    /// <summary>Null where no topic is set.</summary>
    public INotifications? Notifications { get; }

    /// <summary>Null where no queue of dead letters is set.</summary>
    public IDeadLetters? DeadLetters { get; }

    /// <summary>Null where no queue is set.</summary>
    public IReceivedMessages? ReceivedMessages { get; }

    /// <summary>Null where no queue is set.</summary>
    public Backfill? Backfill { get; }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private static INotifications? Telling(LifecycleSettings settings, LifecycleLog log, TimeProvider time)
    {
        if (settings.NotificationTopicArn is not { } topic)
            return null;

        var people = new TopicNotifications(
            new SnsClient(settings.Aws), topic, settings.FunctionName, settings.Aws.Region);
        return settings.NotificationTableName is { } table
            ? new DailyNotifications(people, new NotificationTable(new DynamoDbClient(settings.Aws), table), log, time)
            : people;
    }

    private WorkloadSecurityProtection WorkloadSecurity(LifecycleSettings settings, TimeProvider time)
    {
        var wanted = settings.WorkloadSecurity;
        var secrets = new SecretsManagerClient(settings.Aws);
        var keys = new ApiKeySource(token => secrets.GetSecretValueAsync(wanted.SecretArn, token), wanted.KeyStyle);
        var share = new CallBudget(CallBudget.ShareOf(wanted.CallsPerMinute, settings.MaximumConcurrency), time);
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
