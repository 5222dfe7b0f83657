using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws.EventBridge;

internal sealed record PutEventsRequest(IReadOnlyList<PutEventsEntry> Entries);

internal sealed record PutEventsEntry(string EventBusName, string Source, string DetailType, string Detail)
{
    /// <summary>In seconds since 1970.</summary>
    public required double Time { get; init; }

    /// <summary>ARNs.</summary>
    public required IReadOnlyList<string> Resources { get; init; }
}

internal sealed record PutEventsResponse(IReadOnlyList<PutEventsResult?>? Entries);

/// <summary>The result of the entry at the same index of the request.</summary>
internal sealed record PutEventsResult(string? EventId, string? ErrorCode, string? ErrorMessage);

[JsonSerializable(typeof(PutEventsRequest))]
[JsonSerializable(typeof(PutEventsResponse))]
internal sealed partial class EventBridgeWireContext : JsonSerializerContext;
