using System.Globalization;

namespace ControlTowerLifecycle.Benchmarks.Report;

/// <summary>
/// Compares what does not depend on the machine: ratios of two values of one run, and counts of calls.
/// </summary>
internal static class RatioCheck
{
    /// <summary>A ratio of times varies from run to run on a shared machine.</summary>
    private const double Tolerance = 1.6;

    /// <summary>Counts that vary by at most this share, because calls of parallel accounts are shared.</summary>
    private const double CountTolerance = 1.1;

    private sealed record Ratio(string Text, (string Id, string Column) Value, (string Id, string Column) Of);

    private static readonly Ratio[] Ratios =
    [
        new("start, portable to native", ("start.p50", "portable"), ("start.p50", "native")),
        new("idle memory, portable to native", ("memory.idle", "portable"), ("memory.idle", "native")),
        new("peak memory, batch to idle", ("memory.batch", "native"), ("memory.idle", "native")),
        new("first onboarding, cold to warm", ("onboard.cold.p50", "native"), ("onboard.warm.p50", "native")),
        new("onboarding, warm to unchanged", ("onboard.warm.p50", "native"), ("onboard.unchanged.p50", "native")),
        new("throughput at 50 ms, unchanged to new", ("rate.unchanged.50.one", "native"), ("rate.new.50.one", "native")),
        new("throughput at 50 ms, five processes to one", ("rate.new.50.five", "native"), ("rate.new.50.one", "native")),
        new("deployment, 10,000 accounts to 1,000", ("scale.deploy.10000", "native"), ("scale.deploy.1000", "native")),
        new("reconcile, 10,000 accounts to 1,000", ("scale.reconcile.10000", "native"), ("scale.reconcile.1000", "native")),
        new("memory of the lifecycle function, 10,000 accounts to 1,000",
            ("scale.lifecycle.10000", "native"), ("scale.lifecycle.1000", "native")),
        new("memory of the backfill function, 10,000 accounts to 1,000",
            ("scale.backfill.10000", "native"), ("scale.backfill.1000", "native")),
        new("allocation, new to unchanged", ("allocated.new", "bytes"), ("allocated.unchanged", "bytes")),
    ];

    /// <returns>One line for each difference.</returns>
    public static IReadOnlyList<string> Compare(BenchmarkReport committed, BenchmarkReport measured) =>
    [
        .. Ratios
            .Where(ratio => Value(committed, ratio) is not null && Value(measured, ratio) is not null)
            .Select(ratio => Difference(ratio.Text, Value(committed, ratio)!.Value, Value(measured, ratio)!.Value, Tolerance))
            .Concat(Counts(committed, measured))
            .OfType<string>(),
    ];

    private static IEnumerable<string?> Counts(BenchmarkReport committed, BenchmarkReport measured)
    {
        var before = committed.Measurements;
        return
            from row in measured.Measurements.Values
            where row.Unit.Length == 0 && before.ContainsKey(row.Id)
            from value in row.Values
            where before[row.Id].Values.ContainsKey(value.Key)
            select Difference($"{row.Text}, {value.Key}", before[row.Id].Values[value.Key], value.Value, CountTolerance);
    }

    private static string? Difference(string text, double committed, double measured, double tolerance)
    {
        var isEqual = committed == measured
            || (Math.Max(committed, measured) <= tolerance * Math.Min(committed, measured));
        return isEqual
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{text}: {measured:0.##}, committed {committed:0.##}");
    }

    private static double? Value(BenchmarkReport report, Ratio ratio) =>
        Find(report, ratio.Value) is { } value && Find(report, ratio.Of) is { } of && of > 0 ? value / of : null;

    private static double? Find(BenchmarkReport report, (string Id, string Column) key) =>
        report.Measurements.TryGetValue(key.Id, out var row) && row.Values.TryGetValue(key.Column, out var value)
            ? value
            : null;
}
