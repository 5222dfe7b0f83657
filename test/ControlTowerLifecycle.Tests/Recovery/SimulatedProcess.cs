using System.Text;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.CloudAccounts.Credentials;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>One process of both functions. Only its external calls are simulated.</summary>
internal sealed class SimulatedProcess
{
    /// <summary>The deployed timeouts of the two functions.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan WalkTimeout = TimeSpan.FromMinutes(15);

    private readonly ManualTime _time;
    private readonly LifecycleFunction _lifecycle;
    private readonly BackfillFunction _backfill;

    public SimulatedProcess(string name, SimulatedCloud cloud, CallScheduler scheduler)
    {
        _time = cloud.Time;
        Lifetime = new ProcessLifetime(name);
        var ports = new SimulatedPorts(Lifetime, cloud, scheduler);
        var log = new LifecycleLog(cloud.Output, _time);
        var keys = new ApiKeySource(ports.ReadSecretAsync, KeyStyle.Auto, _time);
        var calls = new VendorCallCount();
        var http = new HttpClient(ports.CreateVendorHandler(), disposeHandler: false)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        var budget = new CallBudget(cloud.Share, _time);
        var client = new WorkloadSecurityClient(
            new WorkloadSecurityHttp(http, new Uri("https://workload.test/api/"), keys, budget, _time)
            {
                Count = calls,
            });
        var workloadSecurity = new WorkloadSecurityProtection(
            client,
            new ExternalIdSource(null, client, keys, _time),
            Sample.Role,
            new NoRegistrationRecord(),
            Sample.Management,
            workspacesEnabled: false,
            _time);
        IReadOnlyList<IProtection> protections = cloud.Protections switch
        {
            ProtectionsSetup.WorkloadSecurity => [workloadSecurity],
            ProtectionsSetup.CloudAccounts => [CreateCloudAccounts(ports, cloud)],
            _ => [workloadSecurity, CreateCloudAccounts(ports, cloud)],
        };
        var organization = new ScopedOrganization(ports, AccountScope.Everything);
        var onboarding = new AccountOnboarding(organization, new ProtectionSet(protections, ports, log));
        var notifier = new OperatorNotifier(ports, log);
        var failed = new FailedMessages(
            ports, ports, notifier, new RetryBackoff(new FixedRandom(0.5)), SimulatedQueue.MaximumReceives, log, _time);
        var metrics = new OutcomeMetrics("lifecycle", calls, log);
        var accounts = new AccountEventHandler(onboarding, new KeepLeftAccounts(log), new NoDigests(), metrics, log, _time);
        var events = new FollowUpEvents(
            ports,
            new AccountEvents([.. protections.Select(protection => protection.Name)]),
            ports,
            new RetryBackoff(new FixedRandom(0.5)),
            SimulatedQueue.MaximumReceives,
            log,
            _time);
        _lifecycle = new LifecycleFunction(accounts, events, failed, notifier, metrics, log, _time);
        var walk = new OrganizationWalk(
            organization, onboarding, cloud.Governance, protections, ports, Sample.Management, log, _time);
        var walkMetrics = new WalkMetrics("backfill", calls, _ => Task.FromResult(400.0), log);
        _backfill = new BackfillFunction(
            new WalkInvocation(walk, ports, walkMetrics, log, _time),
            new RetrievalInvocation(null, log),
            new CustomResourceResponder(http, log, _time),
            log);
    }

    public ProcessLifetime Lifetime { get; }

    private CloudAccountsProtection CreateCloudAccounts(SimulatedPorts ports, SimulatedCloud cloud)
    {
        var http = new HttpClient(ports.CreateCloudAccountsHandler(), disposeHandler: false)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        var keys = new CloudAccountsKeySource(ports.ReadVisionOneSecretAsync, _time);
        var client = new CloudAccountsClient(
            new CloudAccountsHttp(http, new Uri("https://api.eu.test/"), keys, new CallBudget(cloud.Share, _time), _time),
            "/v3.0/cam");
        return new CloudAccountsProtection(
            client, CloudSample.Role, new ConnectionOptions(), new NoRegistrationRecord(), new NoConnectionLog(),
            Sample.Management, _time);
    }

    /// <summary>The time at which Lambda ends the process.</summary>
    public DateTimeOffset Deadline { get; private set; }

    public async Task<ReadOnlyMemory<byte>> ProcessBatchAsync(byte[] batch)
    {
        Deadline = _time.GetUtcNow() + Timeout;
        using var end = new CancellationTokenSource(Timeout - RuntimeLoop.Reserve, _time);
        return await _lifecycle.InvokeAsync(new Invocation("batch", Deadline, null, batch), end.Token);
    }

    /// <returns>The counts of the walk, as JSON.</returns>
    public async Task<ReadOnlyMemory<byte>> ReconcileAsync()
    {
        Deadline = _time.GetUtcNow() + WalkTimeout;
        using var end = new CancellationTokenSource(WalkTimeout - RuntimeLoop.Reserve, _time);
        var payload = Encoding.UTF8.GetBytes("""{"reconcile":"all"}""");
        return await _backfill.InvokeAsync(new Invocation("walk", Deadline, null, payload), end.Token);
    }
}
