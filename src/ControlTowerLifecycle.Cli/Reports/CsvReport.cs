using System.Text;

namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The accounts of a report as comma-separated values (RFC 4180).</summary>
internal static class CsvReport
{
    public static string Create(StatusReport report)
    {
        var names = report.Units.ToDictionary(unit => unit.Id, unit => unit.Name, StringComparer.Ordinal);
        var text = new StringBuilder("id,name,unitId,unit,state,reason,nextCommand\r\n");
        foreach (var account in report.Accounts)
        {
            string?[] fields =
            [
                account.Id, account.Name, account.UnitId, account.UnitId is { } unit ? names.GetValueOrDefault(unit) : null,
                account.State, account.Reason, account.NextCommand,
            ];
            text.AppendJoin(',', fields.Select(Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>A spreadsheet runs a text from outside as a formula if it begins with one of these characters.</summary>
    private static string Quote(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        var safe = text[0] is '=' or '+' or '-' or '@' ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
