using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Aws.EventBridge;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>The lifecycle function with everything it uses, once a process. Makes no call.</summary>
internal static class LifecycleComposition
{
    /// <summary>How long a call waits for the vendor's budget; then the queue holds the account back.</summary>
    public static readonly TimeSpan LongestWait = CallBudget.Minute;

    public static LifecycleFunction Create(
        LifecycleSettings settings, HttpClient http, LifecycleLog log, InvocationEnd end, TimeProvider time)
    {
        var organization = new ScopedOrganization(
            new AwsOrganization(new OrganizationsClient(settings.Aws) { Time = time }), settings.Scope);
        var vendor = new ProtectionsComposition(
            settings,
            protection => RegistrationRecords.Create(settings, protection),
            new VendorTransport(http, LongestWait, time) { InvocationEnd = end },
            log);
        var protections = new ProtectionSet(
            vendor.All,
            new MemberAccounts(settings.Aws, settings.ManagementAccountId, settings.ExecutionRoleName),
            log);
        var (byCause, digests) = Notifications(settings, log, time);
        var notifier = new OperatorNotifier(byCause, log);
        var failedMessages = CreateFailedMessages(settings, notifier, log, time);
        var events = FollowUps(settings, vendor, log, time);
        var metrics = new OutcomeMetrics(settings.FunctionName, vendor.Calls, log);
        var accounts = new AccountEventHandler(
            new AccountOnboarding(organization, protections),
            LeftAccounts(settings, organization, protections, log, time),
            digests,
            metrics,
            log,
            time);
        return new LifecycleFunction(accounts, events, failedMessages, notifier, metrics, log, time);
    }

    /// <summary>What happens to the messages of the function's queue that failed.</summary>
    public static FailedMessages CreateFailedMessages(
        LifecycleSettings settings, OperatorNotifier notifier, LifecycleLog log, TimeProvider time) => new(
            settings.WorkQueueUrl is { } queue ? new ReceivedMessages(settings.Aws, queue) : new QueueVisibility(),
            settings.DeadLetterQueueUrl is { } deadLetters ? new DeadLetterQueue(settings.Aws, deadLetters) : new NoDeadLetters(),
            notifier,
            new RetryBackoff(Random.Shared),
            settings.MaximumReceives,
            log,
            time);

    private static FollowUpEvents FollowUps(
        LifecycleSettings settings, ProtectionsComposition vendor, LifecycleLog log, TimeProvider time) => new(
            settings.EventBusName is { } bus
                ? new AccountEventBus(new EventBridgeClient(settings.Aws), settings.Aws.Partition, bus, settings.ManagementAccountId)
                : new NoEventBus(),
            new AccountEvents([.. vendor.All.Select(protection => protection.Name)]),
            settings.WorkQueueUrl is { } queue ? new DelayedMessages(settings.Aws, queue) : new NoDelayedMessages(),
            new RetryBackoff(Random.Shared),
            settings.MaximumReceives,
            log,
            time);

    private static ILeftAccounts LeftAccounts(
        LifecycleSettings settings, ScopedOrganization organization, ProtectionSet protections, LifecycleLog log,
        TimeProvider time)
    {
        if (settings.AccountLeft == AccountLeftAction.Keep)
            return new KeepLeftAccounts(log);

        var governance = new ControlTowerGovernance(
            new ControlTowerClient(settings.Aws) { Time = time }, settings.ManagementAccountId);
        return new OffboardLeftAccounts(new AccountOffboarding(
            organization, new SharedGovernance(governance), settings.ManagementAccountId, protections));
    }

    /// <summary>The notifier of a function whose queue requests no digests: once a day for an account and a cause.</summary>
    public static INotifier Notifier(LifecycleSettings settings, LifecycleLog log, TimeProvider time) =>
        Topic(settings, time) is not { } topic ? new NoNotifier()
        : settings.NotificationTableName is { } table
            ? new CauseNotifier(topic, new NotificationTable(settings.Aws, table), null, log, time)
        : new ImmediateNotifier(topic, time);

    /// <summary>Notifications are by cause if there is a table, and a queue that requests the digests.</summary>
    private static (INotifier Notifier, IDigests Digests) Notifications(
        LifecycleSettings settings, LifecycleLog log, TimeProvider time)
    {
        if (Topic(settings, time) is not { } topic || settings is not { NotificationTableName: { } tableName, WorkQueueUrl: { } queue })
            return (Notifier(settings, log, time), new NoDigests());

        var (table, timer) = (new NotificationTable(settings.Aws, tableName), new DigestTimer(settings.Aws, queue, WorkMessage.ForDigest));
        return (new CauseNotifier(topic, table, timer, log, time), new CauseDigests(topic, table, timer, log, time));
    }

    private static OperatorTopic? Topic(LifecycleSettings settings, TimeProvider time)
    {
        if (settings.NotificationTopicArn is not { } topic)
            return null;

        var repeat = new RepeatCommand(settings.FunctionName, settings.Aws.Region)
        {
            WorkQueueArn = QueueArn.FromUrl(settings.WorkQueueUrl, settings.Aws),
            DeadLetterQueueArn = QueueArn.FromUrl(settings.DeadLetterQueueUrl, settings.Aws),
            IsOfTool = settings.SupportCase is null,
        };
        return new OperatorTopic(new SnsClient(settings.Aws), topic, repeat, time);
    }
}
