using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Logs;

/// <summary>Log groups of the caller's account and region.</summary>
internal sealed class LogsClient(AwsConnection connection)
{
    /// <summary>Of a search that may miss lines. A page searches a part of the log, so it can be empty although more follow.</summary>
    public const int UsualPages = 50;

    private readonly JsonApi _api = new(connection, AwsService.Logs, "Logs_20140328", "1.1");

    /// <summary>The lines that match, oldest first.</summary>
    /// <param name="group">The name of the log group.</param>
    /// <param name="pattern">A filter pattern of CloudWatch Logs.</param>
    /// <param name="since">The time of the first line.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <param name="maximumPages">Further pages are not read.</param>
    /// <exception cref="AwsException">There is no such log group, or the service refuses or does not respond.</exception>
    public async IAsyncEnumerable<LogLine> FilterAsync(
        string group, string pattern, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken,
        int maximumPages = UsualPages)
    {
        string? next = null;
        for (var page = 0; page < maximumPages; page++)
        {
            var response = await _api.CallAsync(
                "FilterLogEvents",
                group,
                new FilterLogEventsRequest(group, pattern, since.ToUnixTimeMilliseconds(), next),
                LogsJson.Default.FilterLogEventsRequest,
                LogsJson.Default.FilterLogEventsResponse,
                cancellationToken);
            foreach (var line in response.Events ?? [])
                yield return new LogLine(DateTimeOffset.FromUnixTimeMilliseconds(line.Timestamp), line.Message);

            if (response.NextToken is not { Length: > 0 } token || token == next)
                yield break;

            next = token;
        }
    }
}

/// <summary>A line of a log.</summary>
internal sealed record LogLine(DateTimeOffset At, string Text);
