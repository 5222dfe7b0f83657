using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>
/// The life of an organization of any size: all accounts are brought in, all roles are refreshed, and what somebody
/// spoilt is found and mended. Nothing is asserted here; every phase is looked at and measured.
/// </summary>
internal sealed class ScaleScenario : IAsyncDisposable
{
    private readonly TestStack _stack;
    private readonly List<ScalePhase> _phases = [];

    private ScaleScenario(TestStack stack) => _stack = stack;

    public IReadOnlyList<ScalePhase> Phases => _phases;

    /// <summary>All accounts, whether they are to be protected or not.</summary>
    public int Accounts => _stack.Organization.Count;

    /// <summary>The accounts that are to be protected.</summary>
    public IReadOnlySet<string> Eligible { get; private set; } = new HashSet<string>();

    /// <summary>The accounts that were spoilt by hand.</summary>
    public IReadOnlySet<string> Drifted { get; private set; } = new HashSet<string>();

    /// <summary>What the reconciliation answered.</summary>
    public JsonNode Reconciled { get; private set; } = new JsonObject();

    public ScalePhase Phase(string name) => _phases.Single(phase => phase.Name == name);

    /// <summary>Through all phases.</summary>
    public static async Task<ScaleScenario> RunAsync(int accounts)
    {
        var scenario = new ScaleScenario(await TestStack.StartAsync(
            TestStack.Quick with { Sandbox = new SandboxOptions { Accounts = accounts } }));
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
            HandmadeDrift.AgePolicy(_stack, account);
        await MeasureAsync("update", async () => Queued(await _stack.UntilAsync(
            "CloudFormation had updated the stack", token => _stack.Deployment.Stack.UpdateAsync("2", token))));
        Drifted = HandmadeDrift.Make(_stack, Math.Max(4, Accounts / 100));
        await MeasureAsync("reconcile", ReconcileAsync);
    }

    /// <returns>How many messages the walk queued, as in every phase.</returns>
    private async Task<int> ReconcileAsync()
    {
        var answer = await _stack.UntilAsync("the backfill function had reconciled", token =>
            _stack.Deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", token));
        Reconciled = JsonNode.Parse(Assert.IsType<InvocationResult.Succeeded>(answer).Response)!;
        return (int)Reconciled["queued"]!;
    }

    private static int Queued(StackResult result) => int.Parse(result.Data["Queued"], CultureInfo.InvariantCulture);

    private async Task MeasureAsync(string name, Func<Task<int>> work)
    {
        var before = _stack.Server.Snapshot();
        var mark = _stack.Mark();
        var walks = _stack.Deployment.Backfill.Counts.Invocations;
        var outcomes = new ConcurrentQueue<LoggedOutcome>();
        using var listening = _stack.Lifecycle.Log.Subscribe(line =>
        {
            if (line.Source == LogSource.Output && LoggedOutcome.TryRead(line.Text) is { } told)
                outcomes.Enqueue(told);
        });
        var start = Stopwatch.GetTimestamp();
        var queued = await work();
        await _stack.QuietAsync();
        var duration = Stopwatch.GetElapsedTime(start);
        // A log comes on another way than the answers.
        await _stack.LineAsync("every message had its outcome", _ => outcomes.Count >= queued);
        _phases.Add(new ScalePhase
        {
            Name = name,
            Duration = duration,
            Walks = _stack.Deployment.Backfill.Counts.Invocations - walks,
            Calls = mark.Calls,
            Outcomes = [.. outcomes],
            Unprotected =
            [
                .. _stack.Judge.All()
                    .Where(verdict => verdict.IsFailed)
                    .Select(verdict => $"{verdict.Account.Id} {verdict.Lacks}"),
            ],
            Touched = [.. _stack.Server.Snapshot().ChangesSince(before).Where(change => !IsWanted(change))],
            PeakMemoryBytes = new SortedDictionary<string, long>(StringComparer.Ordinal)
            {
                ["backfill"] = _stack.Deployment.Backfill.PeakResidentBytes,
                ["lifecycle"] = _stack.Lifecycle.PeakResidentBytes,
            },
        });
    }

    /// <summary>A change of a connector, or of a connector role, in an account that is to have it.</summary>
    private bool IsWanted(string change)
    {
        const string about = "? account ";
        const int digits = 12;
        if (change.Length < about.Length + digits || change[1..about.Length] != about[1..])
            return false;

        var id = change.Substring(about.Length, digits);
        var what = change[(about.Length + digits)..];
        return Eligible.Contains(id)
            && (what.StartsWith(": connector ", StringComparison.Ordinal)
                || what.StartsWith(
                    $": role arn:aws:iam::{id}:role/{DefaultOrganization.PredecessorRole} ", StringComparison.Ordinal));
    }
}
