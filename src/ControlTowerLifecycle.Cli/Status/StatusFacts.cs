using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Something that was read, or why it was not.</summary>
/// <param name="Value">The value; the default if it could not be read.</param>
/// <param name="Fault">Why it could not be read; null if it was.</param>
internal sealed record Fact<T>(T? Value, string? Fault);

/// <summary>What is known without a walk.</summary>
internal sealed record StatusFacts
{
    public required Fact<ReportedQueue> Queue { get; init; }

    public required Fact<ReportedLetters> Letters { get; init; }

    /// <summary>The accounts that the letters name.</summary>
    public required IReadOnlySet<string> LetterAccounts { get; init; }

    public required Fact<IReadOnlyList<ReportedKey>> Keys { get; init; }

    public required Fact<IReadOnlyList<ReportedAlarm>> Alarms { get; init; }

    public required Fact<ReportedReconcile> LastReconcile { get; init; }

    /// <summary>The last failed run of each account, of the last day.</summary>
    public required Fact<IReadOnlyDictionary<string, FailedRun>> FailedRuns { get; init; }

    public IReadOnlyList<string> Faults =>
    [
        .. new[] { Queue.Fault, Letters.Fault, Keys.Fault, Alarms.Fault, LastReconcile.Fault, FailedRuns.Fault }.OfType<string>(),
    ];
}
