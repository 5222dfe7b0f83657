using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>Waits in the log of the lifecycle function until the run on each account has ended.</summary>
internal sealed class OutcomeWatch(LogsClient logs, string logGroup, Screen screen, TimeProvider time)
{
    private const string Outcomes = """{ $.message = "outcome" }""";
    private const string Retry = "retry";

    /// <summary>CloudWatch Logs shows a line some seconds after it is written, and allows five such calls a second.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <param name="accounts">The accounts to wait for.</param>
    /// <param name="from">When the runs were requested.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The end of each account; without an outcome if the limit came first.</returns>
    public async Task<IReadOnlyList<AccountEnd>> WaitAsync(
        IReadOnlyCollection<string> accounts, DateTimeOffset from, TimeSpan limit, CancellationToken cancellationToken)
    {
        var ends = accounts.ToDictionary(account => account, account => new AccountEnd(account, null, null), StringComparer.Ordinal);
        while (true)
        {
            await foreach (var line in logs.FilterAsync(logGroup, Outcomes, from - LogLines.ClockDifference, cancellationToken))
            {
                if (LogLines.ReadEnd(line) is { } end && line.At >= from - LogLines.ClockDifference && ends.ContainsKey(end.Id))
                    ends[end.Id] = end;
            }

            var open = ends.Values.Count(end => end.Outcome is null or Retry);
            if (open == 0 || time.GetUtcNow() - from >= limit)
                return [.. ends.Values];

            screen.Progress($"{ends.Count - open} of {ends.Count} accounts have ended");
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
