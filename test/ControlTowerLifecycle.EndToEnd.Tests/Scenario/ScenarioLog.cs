using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scenario;

/// <summary>A readable table: what happened, to which account, and what the functions logged.</summary>
internal sealed class ScenarioLog
{
    private readonly List<(string Event, string Account, string Result)> _entries = [];

    public IReadOnlyList<string> Entries =>
        [.. _entries.Select(entry => $"{entry.Event} | {entry.Account} | {entry.Result}")];

    public void Write(string happened, string account, string result) => _entries.Add((happened, account, result));

    public override string ToString()
    {
        var widths = (
            Event: _entries.Max(entry => entry.Event.Length), Account: _entries.Max(entry => entry.Account.Length));
        var table = new StringBuilder();
        foreach (var (happened, account, result) in _entries)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"{happened.PadRight(widths.Event)}  {account.PadRight(widths.Account)}  {result}");
        }

        return table.ToString();
    }
}
