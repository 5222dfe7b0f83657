using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>How a reconcile ended: what it found, or why it failed.</summary>
/// <param name="Found">The counts; null if it failed before it had them.</param>
/// <param name="Failure">Null if it succeeded.</param>
/// <param name="WhatToDo">What to do about the failure.</param>
internal sealed record WalkEnd(ReportedReconcile? Found, string? Failure, string? WhatToDo);

/// <summary>What the backfill function logs about the reconciles of one scope.</summary>
/// <param name="Logs">CloudWatch Logs.</param>
/// <param name="Group">The log group of the backfill function.</param>
/// <param name="Unit">The unit that is reconciled; null for the whole organization.</param>
internal sealed record WalkLog(LogsClient Logs, string Group, string? Unit)
{
    private const string Lines =
        """{ ($.message = "reconciled") || ($.message = "reconciliation failed") || ($.message = "the walk continues") }""";

    public IAsyncEnumerable<LogLine> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Logs.FilterAsync(Group, Lines, since, cancellationToken);
}

/// <summary>Waits in the log of the backfill function until a reconcile has ended.</summary>
internal sealed class WalkWatch
{
    /// <summary>CloudWatch Logs shows a line some seconds after it is written, and allows five such calls a second.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly WalkLog _log;
    private readonly Screen _screen;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _from;
    private readonly HashSet<LogLine> _earlier = [];

    private WalkWatch(WalkLog log, Screen screen, TimeProvider time) =>
        (_log, _screen, _time, _from) = (log, screen, time, time.GetUtcNow());

    /// <summary>To be called before the reconcile is started: notes the lines of earlier ones.</summary>
    public static async Task<WalkWatch> BeginAsync(
        WalkLog log, Screen screen, TimeProvider time, CancellationToken cancellationToken)
    {
        var watch = new WalkWatch(log, screen, time);
        await foreach (var line in log.ReadAsync(watch.Since, cancellationToken))
            watch._earlier.Add(line);
        return watch;
    }

    /// <summary>The clocks of this machine and of Lambda can differ.</summary>
    private DateTimeOffset Since => _from - LogLines.ClockDifference;

    /// <returns>The first end of a reconcile of this scope since then; null if the limit came first.</returns>
    public async Task<WalkEnd?> WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindEndAsync(cancellationToken) is { } end)
                return end;

            if (_time.GetUtcNow() - _from >= limit)
                return null;

            await Task.Delay(Interval, _time, cancellationToken);
        }
    }

    private async Task<WalkEnd?> FindEndAsync(CancellationToken cancellationToken)
    {
        var progress = "waiting for the end of the reconcile …";
        ReportedReconcile? found = null;
        await foreach (var line in _log.ReadAsync(Since, cancellationToken))
        {
            if (line.At < Since || _earlier.Contains(line))
                continue;

            if (LogLines.ReadWalkFailure(line) is { } failure)
                return failure with { Found = found };

            if (LogLines.ReadWalkProgress(line) is { } accounts)
                progress = $"the walk has read {accounts} accounts …";

            // A reconcile that holds its disconnects writes its counts, and then that it failed.
            found ??= LogLines.ReadReconcile(line, _log.Unit);
            if (found is { DisconnectsHeld: 0 })
                return new WalkEnd(found, null, null);
        }

        _screen.Progress(progress);
        return null;
    }
}
