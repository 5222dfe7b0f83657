using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Logs;

internal sealed record FilterLogEventsRequest(string LogGroupName, string FilterPattern, long StartTime, string? NextToken);

internal sealed record FilterLogEventsResponse(IReadOnlyList<LogEventWire>? Events = null, string? NextToken = null)
    : IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(Events);
}

internal sealed record LogEventWire(long Timestamp, string Message) : IJsonOnDeserialized
{
    /// <exception cref="JsonException">The number is no time.</exception>
    public void OnDeserialized()
    {
        if (Timestamp < 0 || Timestamp > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            throw new JsonException("A line has no time.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FilterLogEventsRequest))]
[JsonSerializable(typeof(FilterLogEventsResponse))]
internal sealed partial class LogsJson : JsonSerializerContext;
