using System.Text;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>One process of both functions, with everything real up to the calls it makes.</summary>
internal sealed class LifecycleProcess
{
    /// <summary>The timeouts of the two functions, as they are deployed.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan WalkTimeout = TimeSpan.FromMinutes(15);

    private readonly ManualTime _time;
    private readonly LifecycleFunction _lifecycle;
    private readonly BackfillFunction _backfill;

    public LifecycleProcess(string name, World world, Crossings crossings)
    {
        _time = world.Time;
        Life = new Life(name);
        var doors = new Doors(Life, world, crossings);
        var log = new LifecycleLog(world.Output, _time);
        var keys = new ApiKeySource(doors.ReadSecretAsync, KeyStyle.Auto);
        var calls = new VendorCallCount();
        var http = new HttpClient(doors.Vendor(), disposeHandler: false)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        var budget = new CallBudget(world.Share, _time);
        var client = new WorkloadSecurityClient(
            new WorkloadSecurityHttp(http, new Uri("https://workload.test/api/"), keys, budget, _time) { Count = calls });
        IReadOnlyList<IProtection> protections =
        [
            new WorkloadSecurityProtection(
                client,
                new ExternalIdSource(null, client, keys, _time),
                Sample.Role,
                new NoRegistrationRecord(),
                Sample.Management,
                workspacesEnabled: false,
                _time),
        ];
        var organization = new ScopedOrganization(doors, AccountScope.Everything);
        var onboarding = new AccountOnboarding(organization, new ProtectionSet(protections, doors, log));
        var people = new OperatorNotifier(doors, log);
        var failed = new FailedMessages(
            doors, doors, people, new RetryBackoff(new FixedRandom(0.5)), StandardQueue.MaximumReceives, log);
        var metrics = new OutcomeMetrics("lifecycle", calls, log);
        var accounts = new AccountEventHandler(onboarding, new KeepLeftAccounts(log), metrics, log, _time);
        _lifecycle = new LifecycleFunction(accounts, failed, people, metrics, log, _time);
        var walk = new OrganizationWalk(
            organization, onboarding, world.Governance, protections, doors, Sample.Management, _time);
        var walkMetrics = new WalkMetrics("backfill", calls, _ => Task.FromResult(400.0), log);
        _backfill = new BackfillFunction(
            new WalkInvocation(walk, doors, walkMetrics, log, _time), new CustomResourceResponder(http, log, _time), log);
    }

    public Life Life { get; }

    /// <summary>When Lambda ends the process in the midst of its work.</summary>
    public DateTimeOffset Deadline { get; private set; }

    public async Task<ReadOnlyMemory<byte>> WorkOffAsync(byte[] batch)
    {
        Deadline = _time.GetUtcNow() + Timeout;
        using var end = new CancellationTokenSource(Timeout - RuntimeLoop.Reserve, _time);
        return await _lifecycle.InvokeAsync(new Invocation("batch", Deadline, null, batch), end.Token);
    }

    /// <returns>What the walk counted, as JSON.</returns>
    public async Task<ReadOnlyMemory<byte>> ReconcileAsync()
    {
        Deadline = _time.GetUtcNow() + WalkTimeout;
        using var end = new CancellationTokenSource(WalkTimeout - RuntimeLoop.Reserve, _time);
        var payload = Encoding.UTF8.GetBytes("""{"reconcile":"all"}""");
        return await _backfill.InvokeAsync(new Invocation("walk", Deadline, null, payload), end.Token);
    }
}
