using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>
/// Waits in the log of the lifecycle function until the runs of messages have ended. The ID of the message distinguishes them from
/// other runs on the same account.
/// </summary>
internal sealed class OutcomeWatch(LogsClient logs, string logGroup, Screen screen, TimeProvider time)
{
    private const string Outcomes = """{ $.message = "outcome" }""";

    /// <summary>CloudWatch Logs shows a line some seconds after it is written, and allows five such calls a second.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <param name="runs">The runs to wait for.</param>
    /// <param name="from">When they were requested.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The end of each account; without an outcome if the limit came first.</returns>
    public async Task<IReadOnlyList<AccountEnd>> WaitAsync(
        IReadOnlyCollection<AwaitedRun> runs, DateTimeOffset from, TimeSpan limit, CancellationToken cancellationToken)
    {
        var ends = runs.Distinct().ToDictionary(run => run, run => new AccountEnd(run.AccountId, null, null));
        while (true)
        {
            await foreach (var line in logs.FilterAsync(logGroup, Outcomes, from - LogLines.ClockDifference, cancellationToken))
            {
                if (LogLines.ReadEnd(line) is var (run, end) && ends.ContainsKey(run))
                    ends[run] = end;
            }

            var open = ends.Values.Count(end => end.IsOpen);
            if (open == 0 || time.GetUtcNow() - from >= limit)
                return [.. ends.Values.GroupBy(end => end.Id, StringComparer.Ordinal).Select(AccountEnd.Worst)];

            screen.Progress($"{ends.Count - open} of {ends.Count} runs have ended");
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
