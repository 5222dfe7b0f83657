using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.Benchmarks.Report;

/// <summary>The sections of a report as Markdown.</summary>
internal static class MarkdownTables
{
    public static string Of(BenchmarkReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Date}, {report.Machine}.\n");
        foreach (var section in report.Sections)
            text.Append('\n').Append(Of(section));
        return text.ToString();
    }

    public static string Of(Section section)
    {
        var columns = section.Rows.SelectMany(row => row.Values.Keys).Distinct(StringComparer.Ordinal).ToList();
        var hasGoals = section.Rows.Any(row => row.Goal is not null);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### {section.Title}\n\n{section.Note}\n\n");
        text.Append(Line(["", .. columns, .. hasGoals ? ["goal, native"] : (string[])[]]));
        text.Append(Line(["---", .. columns.Select(_ => "---:"), .. hasGoals ? ["---"] : (string[])[]]));
        foreach (var row in section.Rows)
        {
            text.Append(Line(
            [
                row.Unit.Length == 0 ? row.Text : $"{row.Text}, {row.Unit}",
                .. columns.Select(column => row.Values.TryGetValue(column, out var value) ? Number(value) : ""),
                .. hasGoals ? [GoalText(row)] : (string[])[],
            ]));
        }

        return text.ToString();
    }

    private static string GoalText(MeasuredValue row)
    {
        if (row.Goal is not { } goal)
            return "";

        var bound = $"{(goal.IsMinimum ? "≥" : "≤")} {Number(goal.Limit)}";
        return row.Values.TryGetValue("native", out var native) && !goal.IsMet(native) ? $"{bound}: **not met**" : $"{bound}: met";
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
