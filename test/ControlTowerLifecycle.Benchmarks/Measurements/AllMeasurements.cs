using System.Globalization;
using System.Runtime.InteropServices;
using ControlTowerLifecycle.Benchmarks.Report;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>All parts, in the order of the page.</summary>
internal static class AllMeasurements
{
    private static readonly (string Name, Func<Packages, CancellationToken, Task<Section>> Measure)[] Parts =
    [
        ("size", (packages, _) => Task.FromResult(SizeMeasurement.Run(packages))),
        ("start", StartMeasurement.RunAsync),
        ("memory", MemoryMeasurement.RunAsync),
        ("onboarding", OnboardingMeasurement.RunAsync),
        ("calls", CallMeasurement.RunAsync),
        ("trace", TraceMeasurement.RunAsync),
        ("propagation", PropagationMeasurement.RunAsync),
        ("throughput", ThroughputMeasurement.RunAsync),
        ("allocation", (_, token) => AllocationMeasurement.RunAsync(token)),
        ("code", (_, _) => Task.FromResult(CodeMeasurement.Run())),
        ("tool", ToolMeasurement.RunAsync),
        ("scale", ScaleMeasurement.RunAsync),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Parts.Select(part => part.Name)];

    /// <summary>Measures the named parts and writes each table as soon as it is complete.</summary>
    public static async Task<BenchmarkReport> RunAsync(
        IReadOnlyCollection<string> names, Packages packages, TextWriter progress, CancellationToken cancellationToken)
    {
        var sections = new List<Section>();
        foreach (var (name, measure) in Parts.Where(part => names.Contains(part.Name)))
        {
            await progress.WriteLineAsync($"measuring: {name}");
            var section = await measure(packages, cancellationToken);
            sections.Add(section);
            await progress.WriteLineAsync($"\n{MarkdownTables.Of(section)}");
        }

        return new BenchmarkReport(
            TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Machine(), sections);
    }

    private static string Machine()
    {
        const string modelName = "model name";
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith(modelName, StringComparison.Ordinal))?[(modelName.Length + 1)..].Trim(' ', '\t', ':');
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores of {model ?? "an unknown processor"}, {memory} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }
}
