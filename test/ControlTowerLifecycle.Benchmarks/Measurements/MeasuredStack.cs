using System.Diagnostics;
using System.Globalization;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>
/// A stack in the sandbox whose lifecycle function is invoked with batches, as its event source mapping does. Work that
/// does not have the expected result fails the measurement.
/// </summary>
internal sealed class MeasuredStack : IAsyncDisposable
{
    private const int BatchSize = 10;

    private readonly NamedUnit _production;
    private readonly AccountJudge _judge;
    private readonly List<string> _vended = [];

    private MeasuredStack(LifecycleDeployment deployment)
    {
        Deployment = deployment;
        _judge = new AccountJudge(deployment.Server, deployment.Protections, TimeProvider.System);
        var organization = deployment.Organization;
        var unit = organization.UnitsUnder(organization.RootId)
            .SelectMany(unit => organization.UnitsUnder(unit.Id))
            .Single(unit => unit.Name == "Production");
        _production = new NamedUnit(unit.Id, unit.Name);
    }

    public LifecycleDeployment Deployment { get; }

    public LambdaFunction Lifecycle => Deployment.Lifecycle;

    public SandboxServer Server => Deployment.Server;

    /// <param name="bootstrap">The functions' executable.</param>
    /// <param name="processes">The number of concurrent batches.</param>
    /// <param name="protections">What watches the accounts; Workload Security by default.</param>
    /// <param name="accounts">Accounts in the organization at the start.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<MeasuredStack> StartAsync(
        string bootstrap,
        CancellationToken cancellationToken,
        int processes = 1,
        ChosenProtections? protections = null,
        int accounts = DefaultOrganization.FewestAccounts) => new(await LifecycleDeployment.StartAsync(
            new DeploymentOptions
            {
                Sandbox = new SandboxOptions { Accounts = accounts },
                BootstrapPath = bootstrap,
                // The mapping of a deployment has at least two; here batches are invoked without it.
                MaximumConcurrency = Math.Max(2, processes),
                Protections = protections ?? ChosenProtections.WorkloadSecurityAlone,
                ReturnAfter = TimeSpan.FromMilliseconds(200),
            },
            TimeProvider.System,
            cancellationToken));

    /// <summary>Control Tower creates accounts.</summary>
    /// <returns>Their events.</returns>
    public IReadOnlyList<string> Vend(int count) => [.. Enumerable.Range(0, count).Select(_ => Vend())];

    public string Vend()
    {
        var number = _vended.Count + 1;
        var account = new NamedAccount(
            (700_000_000_000 + (number * 1_010_101L)).ToString(CultureInfo.InvariantCulture), $"vended-{number}");
        Deployment.Organization.Vend(account.Id, account.Name, _production.Id);
        _vended.Add(account.Id);
        return Deployment.ControlTower.CreateManagedAccount(account, _production, succeeded: true).ToJson();
    }

    /// <summary>Invokes the function with one batch.</summary>
    /// <returns>The time of the invocation.</returns>
    public async Task<TimeSpan> InvokeAsync(params IEnumerable<string> events)
    {
        foreach (var body in events)
            Deployment.WorkQueue.Send(body);
        var start = Stopwatch.GetTimestamp();
        await InvokeBatchAsync(CancellationToken.None);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Sends all events and works on them with concurrent batches of ten.</summary>
    /// <returns>The time until the last account is done.</returns>
    public async Task<TimeSpan> DrainAsync(
        IReadOnlyList<string> events, int processes, CancellationToken cancellationToken)
    {
        foreach (var body in events)
            Deployment.WorkQueue.Send(body);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, processes).Select(async _ =>
        {
            while (await InvokeBatchAsync(cancellationToken))
            {
            }
        }));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Ends every process, so that the next invocation is the first of its process, and starts one.</summary>
    public async Task StartProcessAsync(CancellationToken cancellationToken)
    {
        Lifecycle.KillAll();
        if (await Lifecycle.WarmUpAsync(cancellationToken) is { } failure)
            throw new MeasurementException($"The function did not start: {failure}");
    }

    /// <summary>The calls since a moment, to AWS and to the vendor.</summary>
    public IReadOnlyList<CallRecord> CallsSince(DateTimeOffset moment) =>
    [
        .. Server.AwsCalls.Records
            .Concat(Server.Vendor.Calls.Records)
            .Concat(Server.CloudAccounts.Calls.Records)
            .Where(call => call.At >= moment),
    ];

    /// <exception cref="MeasurementException">A vended account is not protected.</exception>
    public void RequireProtected()
    {
        foreach (var id in _vended)
        {
            var verdict = _judge.Judge(Deployment.Organization.Find(id)!);
            if (!verdict.IsProtected)
                throw new MeasurementException($"Account {id} is not protected: {verdict.Lacks ?? verdict.Skipped}");
        }
    }

    /// <exception cref="MeasurementException">An eligible account of the organization is not protected.</exception>
    public void RequireAllProtected()
    {
        var failed = _judge.All().Where(verdict => verdict.IsFailed).ToList();
        if (failed.Count > 0)
            throw new MeasurementException($"{failed.Count} accounts are not protected, for example {failed[0].Account.Id}: {failed[0].Lacks}");
    }

    public ValueTask DisposeAsync() => Deployment.DisposeAsync();

    /// <returns>False if the queue is empty.</returns>
    private async Task<bool> InvokeBatchAsync(CancellationToken cancellationToken)
    {
        var batch = Deployment.WorkQueue.Receive(BatchSize);
        if (batch.Count == 0)
            return false;

        var result = await Lifecycle.InvokeAsync(SqsEvent.Of(batch, Deployment.WorkQueue), cancellationToken);
        var failed = BatchResponse.FailedItems(batch, result, partialResponses: true);
        if (failed.Count > 0)
            throw new MeasurementException($"{failed.Count} of {batch.Count} accounts were not done: {result}");

        foreach (var message in batch)
            Deployment.WorkQueue.Delete(message.ReceiptHandle);
        return true;
    }
}
