using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>The start of the process until it asks Lambda for its first event.</summary>
internal static class StartMeasurement
{
    private const int Starts = 100;

    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Start",
            $"{Starts} processes of the lifecycle function, one after the other: from the start of the process to its first"
            + " request for an event.");
        foreach (var package in packages.All)
        {
            await using var stack = await MeasuredStack.StartAsync(package.Bootstrap, cancellationToken);
            var times = new List<double>();
            // The first start reads the file from the disk.
            _ = await StartAsync(stack, package);
            for (var start = 0; start < Starts; start++)
                times.Add((await StartAsync(stack, package)).TotalMilliseconds);
            section.Add("start.p50", "start, median", "ms", package.Name, Percentile.Of(times, 50), new Goal(6));
            section.Add("start.p99", "start, 99 of 100", "ms", package.Name, Percentile.Of(times, 99));
        }

        return section.Build();
    }

    private static async Task<TimeSpan> StartAsync(MeasuredStack stack, Package package)
    {
        await using var environment = await ExecutionEnvironment.StartAsync(
            stack.Lifecycle.Settings, new ProcessLauncher(package.Bootstrap), stack.Lifecycle.Log, TimeProvider.System);
        return await environment.InitAsync("start") is { } failure
            ? throw new MeasurementException($"The function did not start: {failure}")
            : environment.InitDuration!.Value;
    }
}
