namespace ControlTowerLifecycle.Benchmarks.Report;

/// <summary>docs/benchmarks.json, and the part of docs/benchmarks.md between two markers.</summary>
internal static class BenchmarkPage
{
    private const string Begin = "<!-- measured: dotnet run -c Release --project test/ControlTowerLifecycle.Benchmarks -- --write -->";
    private const string End = "<!-- end of measured -->";

    private static string Document => Path.Join(Packages.Root, "docs", "benchmarks.json");

    private static string Page => Path.Join(Packages.Root, "docs", "benchmarks.md");

    public static async Task<BenchmarkReport> ReadAsync(CancellationToken cancellationToken) =>
        BenchmarkReport.Parse(await File.ReadAllTextAsync(Document, cancellationToken));

    public static async Task WriteAsync(BenchmarkReport report, CancellationToken cancellationToken)
    {
        var page = await File.ReadAllTextAsync(Page, cancellationToken);
        var updated = Insert(page, MarkdownTables.Of(report));
        await File.WriteAllTextAsync(Document, report.ToJson() + "\n", cancellationToken);
        await File.WriteAllTextAsync(Page, updated, cancellationToken);
    }

    private static string Insert(string page, string tables)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? throw new MeasurementException($"{Page} must have the line {Begin} and after it the line {End}.")
            : $"{page[..(begin + Begin.Length)]}\n\n{tables}\n{page[end..]}";
    }
}
