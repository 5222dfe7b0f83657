using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Cli.Aws.Logs;

internal sealed record FilterLogEventsRequest(string LogGroupName, string FilterPattern, long StartTime, string? NextToken);

internal sealed record FilterLogEventsResponse(IReadOnlyList<LogEventWire>? Events = null, string? NextToken = null);

internal sealed record LogEventWire(long Timestamp, string Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FilterLogEventsRequest))]
[JsonSerializable(typeof(FilterLogEventsResponse))]
internal sealed partial class LogsJson : JsonSerializerContext;
