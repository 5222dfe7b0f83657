using System.Diagnostics;
using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>How long an operator waits for the first line of ctlifecycle.</summary>
internal static class ToolMeasurement
{
    private const int Runs = 5;

    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Operator's tool",
            $"ctlifecycle status: from the start of the process to its first line, median of {Runs}, no latency.");
        foreach (var accounts in new[] { 12, 10_000 })
        {
            await using var stack = await MeasuredStack.StartAsync(packages.Native.Bootstrap, cancellationToken, accounts: accounts);
            stack.Deployment.Connect();
            foreach (var package in packages.All)
            {
                var times = new List<double>();
                for (var run = 0; run < Runs; run++)
                    times.Add((await FirstLineAsync(stack.Server, package.Tool, cancellationToken)).TotalMilliseconds);
                section.Add($"tool.{accounts}", $"status, {accounts:#,0} accounts", "ms", package.Name, Percentile.Of(times, 50));
            }
        }

        return section.Build();
    }

    private static async Task<TimeSpan> FirstLineAsync(SandboxServer server, string tool, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = OperatorProcess.Start(server, tool, ["status"]);
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(began);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken);
        return line is null
            ? throw new MeasurementException($"ctlifecycle wrote nothing: {await process.StandardError.ReadToEndAsync(cancellationToken)}")
            : elapsed;
    }
}
