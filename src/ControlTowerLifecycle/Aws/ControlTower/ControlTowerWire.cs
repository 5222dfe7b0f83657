using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.ControlTower;

internal sealed record ListEnabledBaselinesRequest(bool IncludeChildren, int MaxResults, string? NextToken);

internal sealed record ListEnabledBaselinesResponse(
    IReadOnlyList<EnabledBaselineWire>? EnabledBaselines = null, string? NextToken = null) : IPaginated, IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(EnabledBaselines);
}

internal sealed record EnabledBaselineWire(string? BaselineIdentifier = null, string? TargetIdentifier = null);

internal sealed record ListLandingZonesRequest;

internal sealed record ListLandingZonesResponse(IReadOnlyList<LandingZoneWire>? LandingZones = null) : IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(LandingZones);
}

internal sealed record GetLandingZoneRequest(string LandingZoneIdentifier);

internal sealed record GetLandingZoneResponse(LandingZoneWire? LandingZone = null);

internal sealed record LandingZoneWire(
    string? Arn = null, string? Version = null, string? Status = null, JsonElement Manifest = default);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListEnabledBaselinesRequest))]
[JsonSerializable(typeof(ListEnabledBaselinesResponse))]
[JsonSerializable(typeof(ListLandingZonesRequest))]
[JsonSerializable(typeof(ListLandingZonesResponse))]
[JsonSerializable(typeof(GetLandingZoneRequest))]
[JsonSerializable(typeof(GetLandingZoneResponse))]
internal sealed partial class ControlTowerWireContext : JsonSerializerContext;
