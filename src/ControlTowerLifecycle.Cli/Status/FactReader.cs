using ControlTowerLifecycle.Cli.Aws.CloudWatch;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>
/// Reads what is known without a walk, all at the same time. What cannot be read within the limit is reported as not known.
/// </summary>
internal sealed class FactReader(DeployedStack stack, ProtectionsComposition vendor, TimeProvider time)
{
    /// <summary>A vendor that is down must not hold the walk back for longer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>A reconcile runs once a day by default.</summary>
    private static readonly TimeSpan ReconcilesSince = TimeSpan.FromDays(3);

    private static readonly TimeSpan FailuresSince = TimeSpan.FromDays(1);

    private readonly LogsClient _logs = new(stack.Connection);

    public FactTasks Start(CancellationToken cancellationToken) => new(
        Try("the work queue", ReadQueueAsync, cancellationToken),
        Try("the event source mapping of the work queue", ReadPauseAsync, cancellationToken),
        Try("the dead letters", ReadLettersAsync, cancellationToken),
        Try("the last day of the API key", ReadKeysAsync, cancellationToken),
        Try("the alarms", ReadAlarmsAsync, cancellationToken),
        Try("the last reconcile", ReadReconcileAsync, cancellationToken),
        Try("the log of failed runs", ReadFailedRunsAsync, cancellationToken));

    private async Task<Fact<T>> Try<T>(string what, Func<CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return new Fact<T>(await read(either.Token), null);
        }
        catch (RemoteSystemException failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Fact<T>(null, OutsideText.CleanSentence($"{what}: {failed.Message}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Fact<T>(null, $"{what}: no response within {Limit.TotalSeconds} seconds");
        }
    }

    private async Task<ReportedQueue?> ReadQueueAsync(CancellationToken cancellationToken)
    {
        var counts = await new QueueClient(stack.Connection, stack.Outputs.WorkQueue).CountAsync(cancellationToken);
        return new ReportedQueue(counts.Waiting, counts.InFlight, counts.Delayed);
    }

    private async Task<PauseState?> ReadPauseAsync(CancellationToken cancellationToken)
    {
        var mappings = await new FunctionsClient(stack.Connection).ListMappingsAsync(
            stack.Outputs.LifecycleFunction, cancellationToken);
        return new PauseState(mappings.Any(mapping => mapping.IsDisabled));
    }

    private async Task<FoundLetters?> ReadLettersAsync(CancellationToken cancellationToken)
    {
        var queue = new QueueClient(stack.Connection, stack.Outputs.DeadLetters);
        var counts = await queue.CountAsync(cancellationToken);
        var count = counts.Waiting + counts.InFlight + counts.Delayed;
        IReadOnlyList<QueuedMessage> peeked = count == 0 ? [] : await queue.PeekAsync(cancellationToken);
        return new FoundLetters(
            new ReportedLetters(Math.Max(count, peeked.Count), peeked.Min(letter => letter.SentAt)),
            peeked.SelectMany(letter => letter.AccountIds).ToHashSet(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<ReportedKey>?> ReadKeysAsync(CancellationToken cancellationToken) =>
        await KeyReader.ReadAsync(vendor, time, cancellationToken);

    private async Task<IReadOnlyList<ReportedAlarm>?> ReadAlarmsAsync(CancellationToken cancellationToken)
    {
        var active = await new AlarmsClient(stack.Connection).ListActiveAsync($"{stack.Name}-Alarm", cancellationToken);
        return [.. active.Select(alarm => new ReportedAlarm(alarm.Name, alarm.Since))];
    }

    private async Task<ReportedReconcile?> ReadReconcileAsync(CancellationToken cancellationToken)
    {
        var backfill = await new FunctionsClient(stack.Connection).GetConfigurationAsync(
            stack.Outputs.BackfillFunction, cancellationToken);
        ReportedReconcile? last = null;
        var lines = _logs.FilterAsync(
            backfill.LogGroup, """{ $.message = "reconciled" }""", time.GetUtcNow() - ReconcilesSince, cancellationToken);
        await foreach (var line in lines)
            last = LogLines.ReadReconcile(line) ?? last;

        return last;
    }

    private async Task<IReadOnlyDictionary<string, FailedRun>?> ReadFailedRunsAsync(CancellationToken cancellationToken)
    {
        var runs = new Dictionary<string, FailedRun>(StringComparer.Ordinal);
        var lines = _logs.FilterAsync(
            stack.Lifecycle.LogGroup,
            """{ ($.outcome = "retry") || ($.outcome = "rejected") }""",
            time.GetUtcNow() - FailuresSince,
            cancellationToken);
        await foreach (var line in lines)
        {
            if (LogLines.ReadFailedRun(line) is var (account, run))
                runs[account] = run;
        }

        return runs;
    }
}
