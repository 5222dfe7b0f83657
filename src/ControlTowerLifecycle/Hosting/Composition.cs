using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// Everything put together, once a process, to be read from top to bottom. Nothing is called while it is built.
/// </summary>
internal sealed class Composition : IDisposable
{
    /// <summary>Builds everything that the settings ask for.</summary>
    public Composition(LifecycleSettings settings, LifecycleLog log, TimeProvider time)
    {
        Http = NewHttp();
        var organization = new ScopedOrganization(
            new AwsOrganization(new OrganizationsClient(settings.Aws) { Time = time }), settings.Scope);
        var vendor = new WorkloadSecurityComposition(settings, Http, time);
        IReadOnlyList<IProtection> protections = [vendor.Protection];
        var governance = new ControlTowerGovernance(
            new ControlTowerClient(settings.Aws) { Time = time }, settings.ManagementAccountId);
        var members = new MemberAccounts(settings.Aws, settings.ManagementAccountId, settings.ExecutionRoleName);
        var sqs = new SqsClient(settings.Aws);
        Onboarding = new AccountOnboarding(organization, members, protections, log);
        Departure = settings.AccountLeft == AccountLeftAction.Disconnect
            ? new AccountOffboarding(
                organization, new SharedGovernance(governance), settings.ManagementAccountId, members, protections, log)
            : null;
        Notifications = Telling(settings, log, time);
        DeadLetters = settings.DeadLetterQueueUrl is { } dead ? new DeadLetterQueue(sqs, dead) : null;
        ReceivedMessages = settings.WorkQueueUrl is { } worked ? new ReceivedMessages(sqs, worked) : null;
        Walk = settings.WorkQueueUrl is { } queue
            ? new OrganizationWalk(
                organization,
                Onboarding,
                governance,
                protections,
                new WorkQueue(sqs, queue, time),
                settings.ManagementAccountId,
                time)
            {
                Disconnects = settings.AccountLeft == AccountLeftAction.Disconnect,
            }
            : null;
        KeyExpiry = vendor.KeyExpiry;
        VendorCalls = vendor.Calls;
        Continuation = new SelfInvocation(new LambdaClient(settings.Aws), settings.FunctionName, time);
    }

    /// <summary>For calls to anything but AWS.</summary>
    public HttpClient Http { get; }

    /// <summary>What carries calls to anything but AWS. Every call has a limit of its own.</summary>
    public static HttpClient NewHttp() => new(new SocketsHttpHandler
    {
        // A redirect would carry the API key elsewhere.
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Brings one account under protection.</summary>
    public AccountOnboarding Onboarding { get; }

    /// <summary>Takes one account that left out of protection; null where such accounts keep theirs.</summary>
    public AccountOffboarding? Departure { get; }

    /// <summary>Null where no topic is set.</summary>
    public INotifier? Notifications { get; }

    /// <summary>Null where no queue of dead letters is set.</summary>
    public IDeadLetters? DeadLetters { get; }

    /// <summary>Null where no queue is set.</summary>
    public IReceivedMessages? ReceivedMessages { get; }

    /// <summary>Null where no queue is set.</summary>
    public OrganizationWalk? Walk { get; }

    /// <summary>When the API key ends.</summary>
    public ApiKeyExpiry KeyExpiry { get; }

    /// <summary>How many calls of the vendor's API this process has made.</summary>
    public VendorCallCount VendorCalls { get; }

    /// <summary>The next invocation of this function.</summary>
    public IContinuation Continuation { get; }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private static INotifier? Telling(LifecycleSettings settings, LifecycleLog log, TimeProvider time)
    {
        if (settings.NotificationTopicArn is not { } topic)
            return null;

        var people = new TopicNotifier(
            new SnsClient(settings.Aws), topic, settings.FunctionName, settings.Aws.Region);
        return settings.NotificationTableName is { } table
            ? new DailyNotifier(people, new NotificationTable(new DynamoDbClient(settings.Aws), table), log, time)
            : people;
    }
}
