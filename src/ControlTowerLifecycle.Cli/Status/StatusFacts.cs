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

    /// <summary>It is no fault of the status if this cannot be read: it says nothing of an account.</summary>
    public required Fact<PauseState> Pause { get; init; }

    public required Fact<FoundLetters> Letters { get; init; }

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

/// <summary>The facts while they are read. None of the tasks fails; all end early if the operator interrupts.</summary>
internal sealed record FactTasks(
    Task<Fact<ReportedQueue>> Queue,
    Task<Fact<PauseState>> Pause,
    Task<Fact<FoundLetters>> Letters,
    Task<Fact<IReadOnlyList<ReportedKey>>> Keys,
    Task<Fact<IReadOnlyList<ReportedAlarm>>> Alarms,
    Task<Fact<ReportedReconcile>> LastReconcile,
    Task<Fact<IReadOnlyDictionary<string, FailedRun>>> FailedRuns)
{
    public async Task<StatusFacts> CompleteAsync() => new()
    {
        Queue = await Queue,
        Pause = await Pause,
        Letters = await Letters,
        Keys = await Keys,
        Alarms = await Alarms,
        LastReconcile = await LastReconcile,
        FailedRuns = await FailedRuns,
    };
}

/// <summary>Whether an operator has stopped the processing of the work queue with <c>ctlifecycle pause</c>.</summary>
internal sealed record PauseState(bool IsPaused);

/// <summary>The dead letters, and the accounts that the ten that were looked at name.</summary>
internal sealed record FoundLetters(ReportedLetters Letters, IReadOnlySet<string> Accounts);
