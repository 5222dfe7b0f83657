using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>Where the time of each hot path goes: when each round trip begins, and what it consists of.</summary>
internal static class TraceMeasurement
{
    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Traces",
            "Native package, Workload Security, latency 50 ms: the time at which each round trip of an invocation begins. What"
            + " exceeds 50 ms from one to the next is the function, the sandbox and the timer.");
        foreach (var work in await TracedWork.RunAsync(packages.Native, ChosenProtections.WorkloadSecurityAlone, cancellationToken))
        {
            var number = 0;
            foreach (var trip in work.Trips)
            {
                number++;
                section.Add(
                    $"trace.{work.Name}.{number}", $"{work.Name}, {number}: {Describe(trip)}", "ms", "begins at",
                    (trip[0].At - work.Start).TotalMilliseconds);
            }

            section.Add($"trace.{work.Name}.end", $"{work.Name}: end", "ms", "begins at", work.Duration.TotalMilliseconds);
        }

        return section.Build();
    }

    private static string Describe(IEnumerable<CallRecord> trip) => string.Join(
        ", ",
        trip
            .CountBy(call => call.Call.Operation, StringComparer.Ordinal)
            .Select(count => count.Value == 1 ? count.Key : $"{count.Value} × {count.Key}"));
}
