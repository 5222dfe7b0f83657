using System.Diagnostics;
using System.Globalization;
using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>A first deployment and a reconcile of a whole organization.</summary>
internal static class ScaleMeasurement
{
    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Scale",
            "Native package: a deployment that onboards every account, then a reconcile in which every account is right; two batches at a time,"
            + " no latency, no limit of the vendor. Memory is the peak of one process.");
        foreach (var accounts in new[] { 1_000, 10_000 })
            await MeasureAsync(section, packages.Native, accounts, cancellationToken);

        return section.Build();
    }

    private static async Task MeasureAsync(
        SectionBuilder section, Package package, int accounts, CancellationToken cancellationToken)
    {
        await using var stack = await MeasuredStack.StartAsync(
            package.Bootstrap, cancellationToken, processes: 2, accounts: accounts);
        var deployment = stack.Deployment;
        var deploy = await TimeAsync(async () =>
        {
            await deployment.CreateAsync("1", cancellationToken);
            await deployment.UntilQuietAsync(cancellationToken);
        });
        var reconcile = await TimeAsync(async () =>
        {
            if (await deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", cancellationToken) is not InvocationResult.Succeeded)
                throw new MeasurementException("The reconcile failed.");
            await deployment.UntilQuietAsync(cancellationToken);
        });
        stack.RequireAllProtected();
        Add("deploy", "deployment", "s", deploy.TotalSeconds);
        Add("reconcile", "reconcile", "s", reconcile.TotalSeconds);
        Add("lifecycle", "memory of the lifecycle function", "MiB", stack.Lifecycle.PeakResidentBytes / 1_048_576.0);
        Add("backfill", "memory of the backfill function", "MiB", deployment.Backfill.PeakResidentBytes / 1_048_576.0);

        void Add(string id, string text, string unit, double value) => section.Add(
            string.Create(CultureInfo.InvariantCulture, $"scale.{id}.{accounts}"),
            string.Create(CultureInfo.InvariantCulture, $"{accounts:#,0} accounts: {text}"),
            unit, package.Name, value);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }
}
