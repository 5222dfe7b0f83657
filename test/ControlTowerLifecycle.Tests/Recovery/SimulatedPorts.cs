using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The ports of one process. Each call goes through the scheduler.</summary>
internal sealed class SimulatedPorts(ProcessLifetime lifetime, SimulatedCloud cloud, CallScheduler scheduler) :
    IOrganization, IMemberAccounts, IReceivedMessages, IDeadLetters, INotifier, IWorkQueue, IContinuation,
    IEventBus, IDelayedMessages
{
    int IWorkQueue.BatchSize => 10;

    bool IEventBus.IsOn => true;

    int IEventBus.BatchSize => 10;

    public static AccountEntryRefusedException AssumeRoleRefused() => new("the execution role cannot be assumed", null)
    {
        RemoteSystem = "AWS STS",
        Operation = "AssumeRole",
        Kind = FailureKind.Retryable,
    };

    /// <summary>Calls AWS. The adapter reports all transient errors as one retryable failure.</summary>
    public Task<T> CallAsync<T>(string name, Func<Task<T>> action, CancellationToken cancellationToken) =>
        scheduler.CallAsync<T>(
            lifetime,
            name,
            action,
            kind => throw (kind == FaultKind.AssumeRoleRefused && CallNames.EntersAccount(name)
                ? AssumeRoleRefused()
                : FakeProtection.Failure(FailureKind.Retryable)),
            cancellationToken);

    /// <summary>Calls AWS without a result.</summary>
    public Task WriteAsync(string name, Func<Task> action, CancellationToken cancellationToken) => CallAsync(
        name,
        async () =>
        {
            await action();
            return true;
        },
        cancellationToken);

    public Task<string> ReadSecretAsync(CancellationToken cancellationToken) => ReadSecretAsync(Secrets.ApiKey, cancellationToken);

    public Task<string> ReadVisionOneSecretAsync(CancellationToken cancellationToken) =>
        ReadSecretAsync(CloudSample.Key, cancellationToken);

    public HttpMessageHandler CreateVendorHandler() => new SimulatedVendorHandler(lifetime, cloud.Vendor, scheduler);

    public HttpMessageHandler CreateCloudAccountsHandler() =>
        new SimulatedVendorHandler(lifetime, cloud.CloudAccounts, scheduler);

    IAsyncEnumerable<AccountPage> IOrganization.PagesAsync(AccountQuery walk, CancellationToken cancellationToken) =>
        cloud.Organization.PagesAsync(walk, cancellationToken);

    Task<ManagedAccount?> IOrganization.FindAsync(AccountId id, CancellationToken cancellationToken) => CallAsync(
        CallNames.DescribeAccount, () => cloud.Organization.FindAsync(id, cancellationToken), cancellationToken);

    Task<IReadOnlyList<string>> IOrganization.OrganizationalUnitsAsync(
        AccountId id, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException($"the units of {id}");

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions) =>
        new SimulatedMemberAccount(cloud.Find(id), this);

    Task IReceivedMessages.ReturnAfterAsync(
        string receiptHandle, TimeSpan after, CancellationToken cancellationToken) =>
        CallAsync(
            CallNames.ReturnMessage,
            () => cloud.Queue.ReturnAfter(receiptHandle, after)
                ? Task.FromResult(true)
                : throw FakeProtection.Failure(FailureKind.Retryable),
            cancellationToken);

    async Task<bool> IDeadLetters.KeepAsync(
        string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        await RecordNotices(failures);
        return true;
    }

    Task INotifier.NotifyAsync(FailureNotice notice, CancellationToken cancellationToken) => RecordNotices([notice]);

    Task IWorkQueue.SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            cloud.Queue.Send(message);

        return Task.CompletedTask;
    }

    Task IContinuation.ContinueAsync(string payload, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("to continue a walk of a few accounts");

    Task<IReadOnlyList<RemoteSystemException?>> IEventBus.PutAsync(
        IReadOnlyList<AccountEvent> events, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<RemoteSystemException?>>(
            CallNames.PutEvents,
            () =>
            {
                cloud.Events.AddRange(events);
                return Task.FromResult<IReadOnlyList<RemoteSystemException?>>([.. events.Select(_ => (RemoteSystemException?)null)]);
            },
            cancellationToken);

    Task<bool> IDelayedMessages.SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => CallAsync(
        CallNames.QueueEvent,
        () =>
        {
            cloud.Queue.Send(body, delay);
            return Task.FromResult(true);
        },
        cancellationToken);

    private Task<string> ReadSecretAsync(string secret, CancellationToken cancellationToken) =>
        CallAsync(CallNames.ReadSecret, () => Task.FromResult(secret), cancellationToken);

    private Task RecordNotices(IReadOnlyList<FailureNotice> failures)
    {
        // An account that is still retried has not failed permanently.
        cloud.Notices.AddRange(failures.Where(failure => !failure.IsRetried));
        return Task.CompletedTask;
    }
}
