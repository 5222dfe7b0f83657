using System.Globalization;
using ControlTowerLifecycle.Benchmarks.Report;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>Accounts per second.</summary>
internal static class ThroughputMeasurement
{
    private const int AccountsOfOneProcess = 200;

    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Throughput",
            "Accounts per second in batches of ten, by one process and by five. Every response takes 0, 20, 50 or 100 ms. At 50 ms"
            + " the round trips alone allow 40 new and 100 unchanged accounts a second in a process.");
        foreach (var package in packages.All)
        {
            foreach (var latency in new[] { 0, 20, 50, 100 })
            {
                await MeasureAsync(section, package, latency, 1, cancellationToken);
                await MeasureAsync(section, package, latency, 5, cancellationToken);
            }
        }

        return section.Build();
    }

    private static async Task MeasureAsync(
        SectionBuilder section, Package package, int milliseconds, int processes, CancellationToken cancellationToken)
    {
        await using var stack = await MeasuredStack.StartAsync(package.Bootstrap, cancellationToken, processes);
        // Every process is warm.
        await stack.DrainAsync(stack.Vend(30 * processes), processes, cancellationToken);
        stack.Server.SetLatency(TimeSpan.FromMilliseconds(milliseconds));
        var accounts = stack.Vend(processes == 1 ? AccountsOfOneProcess : 2 * AccountsOfOneProcess);
        var created = await stack.DrainAsync(accounts, processes, cancellationToken);
        var unchanged = await stack.DrainAsync(accounts, processes, cancellationToken);
        stack.RequireProtected();
        Add("new", created, milliseconds == 50 && processes == 1 ? new Goal(30, IsMinimum: true) : null);
        Add("unchanged", unchanged, milliseconds == 50 && processes == 1 ? new Goal(70, IsMinimum: true) : null);

        void Add(string kind, TimeSpan duration, Goal? goal)
        {
            var (id, text) = processes == 1 ? ("one", "one process") : ("five", "five processes");
            section.Add(
                string.Create(CultureInfo.InvariantCulture, $"rate.{kind}.{milliseconds}.{id}"),
                string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms, {text}, {kind}"),
                "accounts/s",
                package.Name,
                accounts.Count / duration.TotalSeconds,
                goal);
        }
    }
}
