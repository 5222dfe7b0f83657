using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>The measurements as one JSON document.</summary>
/// <param name="Accounts">The number of all accounts of the organization.</param>
/// <param name="Eligible">The number of accounts that should be protected.</param>
/// <param name="Native">True for native code, false for code that the JIT compiles.</param>
/// <param name="Processors">The processors of the machine that runs the functions and the sandbox.</param>
/// <param name="Phases">The phases in order.</param>
internal sealed record ScaleReport(
    int Accounts, int Eligible, bool Native, int Processors, IReadOnlyList<PhaseReport> Phases)
{
    public static ScaleReport Create(ScaleScenario scenario) => new(
        scenario.Accounts,
        scenario.Eligible.Count,
        !File.Exists(Path.ChangeExtension(BootstrapUnderTest.Path, ".dll")),
        Environment.ProcessorCount,
        [.. scenario.Phases.Select(phase => PhaseReport.Create(phase, scenario))]);

    public string ToJson() => JsonSerializer.Serialize(this, ScaleJson.Default.ScaleReport);
}

/// <summary>The measurements of one phase.</summary>
/// <param name="Name">deploy, update or reconcile.</param>
/// <param name="Seconds">The time from the request until no message is queued or in flight.</param>
/// <param name="AccountsPerSecond">All accounts of the organization divided by <paramref name="Seconds"/>.</param>
/// <param name="Queued">The messages that the lifecycle function processed.</param>
/// <param name="PeakMemoryBytes">The peak memory of one process so far, by function.</param>
/// <param name="CallsPerAccount">The calls about accounts, by operation, divided by the eligible accounts.</param>
/// <param name="OtherCalls">The calls per process, walk, page or batch, by operation.</param>
internal sealed record PhaseReport(
    string Name,
    double Seconds,
    double AccountsPerSecond,
    int Queued,
    IReadOnlyDictionary<string, long> PeakMemoryBytes,
    IReadOnlyDictionary<string, double> CallsPerAccount,
    IReadOnlyDictionary<string, int> OtherCalls)
{
    public static PhaseReport Create(ScalePhase phase, ScaleScenario scenario)
    {
        var accountCalls = phase.AccountCalls.ToList();
        return new PhaseReport(
            phase.Name,
            Math.Round(phase.Duration.TotalSeconds, 1),
            Math.Round(scenario.Accounts / phase.Duration.TotalSeconds, 1),
            phase.Outcomes.Count,
            phase.PeakMemoryBytes,
            Sorted(accountCalls, count => Math.Round((double)count / scenario.Eligible.Count, 3)),
            Sorted(
                phase.Calls.Except(accountCalls, ReferenceEqualityComparer.Instance).Cast<CallRecord>(),
                count => count));
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
