using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Cli.Aws.Logs;

internal sealed record FilterLogEventsRequest(string LogGroupName, string FilterPattern, long StartTime)
{
    public string? NextToken { get; init; }
}

internal sealed record FilterLogEventsResponse(IReadOnlyList<FilteredLogEvent>? Events, string? NextToken);

/// <param name="Timestamp">In milliseconds since 1970.</param>
/// <param name="Message">The line.</param>
internal sealed record FilteredLogEvent(long Timestamp, string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FilterLogEventsRequest))]
[JsonSerializable(typeof(FilterLogEventsResponse))]
internal sealed partial class LogsJson : JsonSerializerContext;
