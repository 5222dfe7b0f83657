using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>
/// An organization of any size goes through three phases: deploy onboards all accounts, update refreshes all roles,
/// reconcile finds and repairs manual changes. Every phase is measured; the tests assert.
/// </summary>
internal sealed class ScaleScenario : IAsyncDisposable
{
    private readonly TestStack _stack;
    private readonly List<ScalePhase> _phases = [];

    private ScaleScenario(TestStack stack) => _stack = stack;

    public IReadOnlyList<ScalePhase> Phases => _phases;

    /// <summary>The number of all accounts, eligible or not.</summary>
    public int Accounts => _stack.Organization.Count;

    /// <summary>The ids of the accounts that should be protected.</summary>
    public IReadOnlySet<string> Eligible { get; private set; } = new HashSet<string>();

    /// <summary>The ids of the accounts with a manual change.</summary>
    public IReadOnlySet<string> Drifted { get; private set; } = new HashSet<string>();

    /// <summary>The response of the reconciliation.</summary>
    public JsonNode Reconciled { get; private set; } = new JsonObject();

    public ScalePhase Phase(string name) => _phases.Single(phase => phase.Name == name);

    /// <summary>Runs all phases.</summary>
    public static async Task<ScaleScenario> RunAsync(int accounts, ChosenProtections protections)
    {
        var scenario = new ScaleScenario(await TestStack.StartAsync(
            TestStack.Quick with { Sandbox = new SandboxOptions { Accounts = accounts }, Protections = protections }));
        try
        {
            await scenario.RunAsync();
            return scenario;
        }
        catch
        {
            await scenario.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _stack.DisposeAsync();

    private async Task RunAsync()
    {
        Eligible = _stack.Judge.All()
            .Where(verdict => verdict.Skipped is null)
            .Select(verdict => verdict.Account.Id)
            .ToHashSet(StringComparer.Ordinal);
        await MeasureAsync("deploy", async () => Queued(await _stack.CreateAsync("1")));
        foreach (var account in Eligible)
            _stack.Organization.Change(account, current => current.WithOlderPolicies(TimeProvider.System.GetUtcNow()));
        await MeasureAsync("update", async () => Queued(await _stack.WaitUntilAsync(
            "CloudFormation ended the update of the stack", token => _stack.Deployment.Stack.UpdateAsync("2", token))));
        Drifted = ManualDrift.Apply(_stack, Math.Max(8, Accounts / 100));
        await MeasureAsync("reconcile", ReconcileAsync);
    }

    /// <returns>The number of messages that the walk queued.</returns>
    private async Task<int> ReconcileAsync()
    {
        var response = await _stack.WaitUntilAsync("the backfill function returned", token =>
            _stack.Deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", token));
        Reconciled = JsonNode.Parse(Assert.IsType<InvocationResult.Succeeded>(response).Response)!;
        return (int)Reconciled["queued"]!;
    }

    private static int Queued(StackResult result) => int.Parse(result.Data["Queued"], CultureInfo.InvariantCulture);

    private async Task MeasureAsync(string name, Func<Task<int>> work)
    {
        var before = _stack.Server.Snapshot();
        var calls = _stack.RecordCalls();
        var walks = _stack.Deployment.Backfill.Counts.Invocations;
        var outcomes = new ConcurrentQueue<LoggedOutcome>();
        using var subscription = _stack.Lifecycle.Log.Subscribe(line =>
        {
            if (line.Source == LogSource.Output && LoggedOutcome.TryRead(line.Text) is { } outcome)
                outcomes.Enqueue(outcome);
        });
        var start = Stopwatch.GetTimestamp();
        var queued = await work();
        await _stack.WaitUntilIdleAsync();
        var duration = Stopwatch.GetElapsedTime(start);
        // Log lines and responses arrive on separate channels.
        await _stack.WaitForLineAsync("every message had its outcome", _ => outcomes.Count >= queued);
        _phases.Add(new ScalePhase
        {
            Name = name,
            Duration = duration,
            Walks = _stack.Deployment.Backfill.Counts.Invocations - walks,
            Calls = calls.All,
            Outcomes = [.. outcomes],
            Unprotected =
            [
                .. _stack.Judge.All()
                    .Where(verdict => verdict.IsFailed)
                    .Select(verdict => $"{verdict.Account.Id} {verdict.Lacks}"),
            ],
            OtherChanges = [.. _stack.Server.Snapshot().ChangesSince(before).Where(change => !IsExpected(change))],
            PeakMemoryBytes = new SortedDictionary<string, long>(StringComparer.Ordinal)
            {
                ["backfill"] = _stack.Deployment.Backfill.PeakResidentBytes,
                ["lifecycle"] = _stack.Lifecycle.PeakResidentBytes,
            },
        });
    }

    /// <summary>True for a change of what the protections own in an eligible account.</summary>
    private bool IsExpected(string change)
    {
        const string prefix = "? account ";
        const int digits = 12;
        if (change.Length < prefix.Length + digits || change[1..prefix.Length] != prefix[1..])
            return false;

        var id = change.Substring(prefix.Length, digits);
        return Eligible.Contains(id) && ExpectedChanges.Cover(_stack.Deployment.Protections, id, change[2..]);
    }
}
