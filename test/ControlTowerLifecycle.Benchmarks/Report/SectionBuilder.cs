namespace ControlTowerLifecycle.Benchmarks.Report;

/// <summary>Collects the values of a section. A value joins the row of its id.</summary>
internal sealed class SectionBuilder(string title, string note)
{
    private readonly List<MeasuredValue> _rows = [];

    public void Add(string id, string text, string unit, string column, double value, Goal? goal = null)
    {
        var row = _rows.Find(row => row.Id == id);
        if (row is null)
        {
            row = new MeasuredValue(id, text, unit, new SortedDictionary<string, double>(StringComparer.Ordinal)) { Goal = goal };
            _rows.Add(row);
        }

        row.Values.Add(column, Rounded(value));
    }

    public Section Build() => new(title, note, _rows);

    /// <summary>Three significant digits: more would only differ from run to run.</summary>
    private static double Rounded(double value)
    {
        if (value == 0 || Math.Abs(value) >= 1_000)
            return Math.Round(value);

        var digits = 2 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return Math.Round(value, Math.Clamp(digits, 0, 15));
    }
}
