using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Counts accounts by their state.</summary>
internal sealed class AccountTotals
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Accounts { get; private set; }

    /// <summary>Accounts that should be protected and are not known to be.</summary>
    public int NotRight => Accounts - this[AccountStates.Protected] - this[AccountStates.Skipped];

    public int this[string state] => _counts.GetValueOrDefault(state);

    public void Add(string state)
    {
        Accounts++;
        _counts[state] = this[state] + 1;
    }

    public void Clear()
    {
        Accounts = 0;
        _counts.Clear();
    }

    public ReportedTotals ToReport() => new(
        Accounts,
        this[AccountStates.Protected],
        this[AccountStates.Missing],
        this[AccountStates.Drifted],
        this[AccountStates.Widened],
        this[AccountStates.Failed],
        this[AccountStates.Retrying],
        this[AccountStates.Skipped],
        this[AccountStates.NotChecked]);
}
