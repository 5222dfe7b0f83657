using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Logs;

/// <summary>Log groups of the caller's account and region.</summary>
internal sealed class LogsClient(AwsConnection connection)
{
    private readonly JsonApi _api = new(connection, AwsService.Logs, "Logs_20140328", "1.1");

    /// <summary>The events of a group that match a pattern, oldest first. A page can be empty and still not be the last.</summary>
    /// <param name="group">The name of the log group.</param>
    /// <param name="pattern">A filter pattern of CloudWatch Logs.</param>
    /// <param name="from">Earlier events are left out.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="AwsException">There is no such group, or CloudWatch Logs refuses or does not respond.</exception>
    public async IAsyncEnumerable<LogEvent> FilterAsync(
        string group, string pattern, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await _api.CallAsync(
                "FilterLogEvents",
                group,
                new FilterLogEventsRequest(group, pattern, from.ToUnixTimeMilliseconds()) { NextToken = next },
                LogsJson.Default.FilterLogEventsRequest,
                LogsJson.Default.FilterLogEventsResponse,
                cancellationToken);
            foreach (var found in page.Events ?? [])
                yield return new LogEvent(DateTimeOffset.FromUnixTimeMilliseconds(found.Timestamp), found.Message ?? "");

            next = page.NextToken == next ? null : page.NextToken;
        }
        while (next is not null);
    }
}

/// <param name="Time">When the line was written.</param>
/// <param name="Text">The line.</param>
internal sealed record LogEvent(DateTimeOffset Time, string Text);
