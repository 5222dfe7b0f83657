using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>Sequential round trips and calls, which decide the time on AWS.</summary>
internal static class CallMeasurement
{
    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Round trips and calls",
            "Every response takes 50 ms. Parallel calls are one round trip; of a batch, the account with the most counts. Calls are counted by the sandbox, those to the vendor"
            + " also on their own.");
        foreach (var package in packages.All)
        {
            foreach (var work in await TracedWork.RunAsync(package, ChosenProtections.WorkloadSecurityAlone, cancellationToken))
                Add(section, package, work, "", "", GoalOf(work.Name));
            foreach (var work in await TracedWork.RunAsync(package, ChosenProtections.Both, cancellationToken))
                Add(section, package, work, "both.", ", both protections", GoalOf(work.Name, more: work.Name == "unchanged" ? 1 : 2));
        }

        return section.Build();
    }

    private static void Add(SectionBuilder section, Package package, TracedWork work, string prefix, string suffix, Goal goal)
    {
        var id = $"{prefix}{work.Name.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')}";
        section.Add(
            $"trips.{id}", $"{work.Name}{suffix}: round trips", "", package.Name,
            work.Name.StartsWith("batch", StringComparison.Ordinal) ? work.TripsOfAccount : work.Trips.Count,
            goal);
        section.Add($"time.{id}", $"{work.Name}{suffix}: time", "ms", package.Name, work.Duration.TotalMilliseconds);
        section.Add($"log.{id}", $"{work.Name}{suffix}: log, with Lambda's lines", "bytes", package.Name, work.LogBytes);
        section.Add($"calls.{id}", $"{work.Name}{suffix}: calls", "", package.Name, work.Calls.Count);
        section.Add(
            $"vendor.{id}", $"{work.Name}{suffix}: calls to the vendor", "", package.Name,
            work.Calls.Count(call => call.Call.Operation.Contains('/', StringComparison.Ordinal)));
    }

    private static Goal GoalOf(string name, int more = 0) => new((name == "unchanged" ? 2 : 5) + more);
}
