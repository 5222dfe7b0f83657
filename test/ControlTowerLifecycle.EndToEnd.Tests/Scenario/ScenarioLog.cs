using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scenario;

/// <summary>What happened, to which account, and what the functions told of it: a table to be read.</summary>
internal sealed class ScenarioLog
{
    private readonly List<(string Happening, string Account, string Told)> _entries = [];

    public IReadOnlyList<string> Entries =>
        [.. _entries.Select(entry => $"{entry.Happening} | {entry.Account} | {entry.Told}")];

    public void Write(string happening, string account, string told) => _entries.Add((happening, account, told));

    public override string ToString()
    {
        var widths = (
            Happening: _entries.Max(entry => entry.Happening.Length), Account: _entries.Max(entry => entry.Account.Length));
        var table = new StringBuilder();
        foreach (var (happening, account, told) in _entries)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"{happening.PadRight(widths.Happening)}  {account.PadRight(widths.Account)}  {told}");
        }

        return table.ToString();
    }
}
