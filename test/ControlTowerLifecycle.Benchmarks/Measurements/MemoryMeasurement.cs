using System.Globalization;
using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>The resident memory of one process.</summary>
internal static class MemoryMeasurement
{
    private const int Runs = 5;

    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Memory",
            $"Resident memory of a process, median of {Runs}: after its start, and its peak after a first batch of ten new accounts.");
        foreach (var package in packages.All)
        {
            var alone = await MeasureAsync(package, ChosenProtections.WorkloadSecurityAlone, cancellationToken);
            section.Add("memory.idle", "idle", "MiB", package.Name, alone.Idle, new Goal(16));
            section.Add("memory.batch", "batch of ten new accounts", "MiB", package.Name, alone.Peak, new Goal(40));
            var both = await MeasureAsync(package, ChosenProtections.Both, cancellationToken);
            section.Add("memory.both", "the same with both protections", "MiB", package.Name, both.Peak);
        }

        return section.Build();
    }

    private static async Task<(double Idle, double Peak)> MeasureAsync(
        Package package, ChosenProtections protections, CancellationToken cancellationToken)
    {
        await using var stack = await MeasuredStack.StartAsync(package.Bootstrap, cancellationToken, protections: protections);
        var (idle, peak) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            await stack.StartProcessAsync(cancellationToken);
            var process = stack.Lifecycle.Environments.Single().ProcessId;
            idle.Add(Read(process, "VmRSS"));
            await stack.InvokeAsync(stack.Vend(10));
            peak.Add(Read(process, "VmHWM"));
        }

        stack.RequireProtected();
        return (Percentile.Of(idle, 50), Percentile.Of(peak, 50));
    }

    /// <returns>A size of proc(5) in MiB.</returns>
    private static double Read(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2];
        return int.Parse(kibibytes.Trim(), CultureInfo.InvariantCulture) / 1024.0;
    }
}
