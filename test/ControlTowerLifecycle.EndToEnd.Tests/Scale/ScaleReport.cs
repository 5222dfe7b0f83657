using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>What was measured, as one JSON document.</summary>
/// <param name="Accounts">All accounts of the organization.</param>
/// <param name="Eligible">Those that are to be protected.</param>
/// <param name="Native">Whether the executable is native code, or run by the JIT.</param>
/// <param name="Processors">Of this machine, which ran the functions, all of AWS and the vendor.</param>
/// <param name="Phases">In order.</param>
internal sealed record ScaleReport(
    int Accounts, int Eligible, bool Native, int Processors, IReadOnlyList<PhaseReport> Phases)
{
    public static ScaleReport Of(ScaleScenario scenario) => new(
        scenario.Accounts,
        scenario.Eligible.Count,
        !File.Exists(Path.ChangeExtension(BootstrapUnderTest.Path, ".dll")),
        Environment.ProcessorCount,
        [.. scenario.Phases.Select(phase => PhaseReport.Of(phase, scenario))]);

    public string ToJson() => JsonSerializer.Serialize(this, ScaleJson.Default.ScaleReport);
}

/// <summary>One phase.</summary>
/// <param name="Name">deploy, update or reconcile.</param>
/// <param name="Seconds">From the request until nothing was queued or in hand.</param>
/// <param name="AccountsPerSecond">Of all accounts of the organization.</param>
/// <param name="Queued">Messages that the lifecycle function worked on.</param>
/// <param name="PeakMemoryBytes">The most memory of one process so far, by function.</param>
/// <param name="CallsPerAccount">Calls about accounts by operation, divided by the eligible accounts.</param>
/// <param name="OtherCalls">Calls for a process, a walk, a page or a batch, by operation.</param>
internal sealed record PhaseReport(
    string Name,
    double Seconds,
    double AccountsPerSecond,
    int Queued,
    IReadOnlyDictionary<string, long> PeakMemoryBytes,
    IReadOnlyDictionary<string, double> CallsPerAccount,
    IReadOnlyDictionary<string, int> OtherCalls)
{
    public static PhaseReport Of(ScalePhase phase, ScaleScenario scenario)
    {
        var ofAccounts = phase.OfAccounts.ToList();
        return new PhaseReport(
            phase.Name,
            Math.Round(phase.Duration.TotalSeconds, 1),
            Math.Round(scenario.Accounts / phase.Duration.TotalSeconds, 1),
            phase.Outcomes.Count,
            phase.PeakMemoryBytes,
            Sorted(ofAccounts, count => Math.Round((double)count / scenario.Eligible.Count, 3)),
            Sorted(phase.Calls.Except(ofAccounts, ReferenceEqualityComparer.Instance).Cast<CallRecord>(), count => count));
    }

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<CallRecord> calls, Func<int, T> value) => new(
        calls
            .CountBy(record => $"{record.Call.Service} {record.Call.Operation}", StringComparer.Ordinal)
            .ToDictionary(count => count.Key, count => value(count.Value), StringComparer.Ordinal),
        StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ScaleReport))]
internal sealed partial class ScaleJson : JsonSerializerContext;
