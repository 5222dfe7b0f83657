using System.Text;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The function with real onboarding and offboarding, and a fake landing zone.</summary>
public abstract class LifecycleFunctionFixture : IDisposable
{
    protected const string Payments = "444455556666";
    protected const string Audit = "222233334444";
    protected const string LogArchive = "333344445555";

    internal Output Output { get; } = new();

    internal FakeLandingZone LandingZone { get; } = new();

    /// <summary>Null if accounts that left keep their protection.</summary>
    internal FakeGovernance? Governance { get; set; }

    internal FakeNotifier Notifications { get; } = new();

    internal FakeDigests Digests { get; } = new();

    internal FakeDeadLetters DeadLetters { get; } = new();

    internal FakeReceivedMessages Received { get; } = new();

    internal FakeEventBus Events { get; } = new();

    internal FakeDelayedMessages Delayed { get; } = new();

    internal ManualTime Time { get; } = new(At.Start);

    public void Dispose()
    {
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static readonly TimeSpan InvocationTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The setting MAXIMUM_RECEIVES.</summary>
    internal const int MaximumReceives = 20;

    internal Task<ReadOnlyMemory<byte>> InvokeAsync(byte[] payload) =>
        RunAsync(payload, Notifications, DeadLetters, TestContext.Current.CancellationToken);

    /// <summary>Invokes with a deadline that the test controls.</summary>
    internal Task<ReadOnlyMemory<byte>> InvokeUntilAsync(CancellationTokenSource deadline, byte[] payload) =>
        RunAsync(payload, Notifications, DeadLetters, deadline.Token);

    internal Task<ReadOnlyMemory<byte>> InvokeWithoutTopicAsync(byte[] payload) =>
        RunAsync(payload, new NoNotifier(), DeadLetters, TestContext.Current.CancellationToken);

    internal Task<ReadOnlyMemory<byte>> InvokeWithoutDeadLettersAsync(byte[] payload) =>
        RunAsync(payload, Notifications, new NoDeadLetters(), TestContext.Current.CancellationToken);

    private async Task<ReadOnlyMemory<byte>> RunAsync(
        byte[] payload, INotifier notifier, IDeadLetters deadLetters, CancellationToken cancellationToken)
    {
        var log = new LifecycleLog(Output, Time);
        var organization = new ScopedOrganization(LandingZone, AccountScope.Everything);
        var protections = new ProtectionSet([LandingZone], LandingZone, log);
        ILeftAccounts leftAccounts = Governance is null
            ? new KeepLeftAccounts(log)
            : new OffboardLeftAccounts(new AccountOffboarding(organization, Governance, Sample.Management, protections));
        var metrics = new OutcomeMetrics("lifecycle", new VendorCallCount(), log);
        var accounts = new AccountEventHandler(
            new AccountOnboarding(organization, protections), leftAccounts, Digests, metrics, log, Time);
        var operatorNotifier = new OperatorNotifier(notifier, log);
        var failed = new FailedMessages(
            Received, deadLetters, operatorNotifier, new RetryBackoff(new FixedRandom(0.5)), MaximumReceives, log, Time);
        var events = new FollowUpEvents(
            Events,
            new AccountEvents([LandingZone.Name]),
            Delayed,
            new RetryBackoff(new FixedRandom(0.5)),
            MaximumReceives,
            log,
            Time);
        return await new LifecycleFunction(accounts, events, failed, operatorNotifier, metrics, log, Time).InvokeAsync(
            new Invocation("request", At.Start + InvocationTimeout, null, payload), cancellationToken);
    }

    /// <returns>The ids of the returned messages of a batch.</returns>
    internal async Task<IReadOnlyList<string>> ReturnedIdsAsync(params string[] bodies) =>
        Batch.HandedBack(await InvokeAsync(Batch.Of(bodies)));

    /// <returns>The ids of the returned messages of a batch that is received for the last time.</returns>
    internal async Task<IReadOnlyList<string>> ReturnedIdsAtLastReceiveAsync(params string[] bodies) =>
        Batch.HandedBack(await InvokeAsync(Batch.Received(MaximumReceives, bodies)));

    internal async Task<string> ResponseAsync(byte[] payload) =>
        Encoding.UTF8.GetString((await InvokeAsync(payload)).Span);

    internal static byte[] Direct(string account) => Encoding.UTF8.GetBytes(Batch.Direct(account));
}
