using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Pipeline;

namespace ControlTowerLifecycle.Aws;

internal sealed record ListEnabledBaselinesQuestion(bool IncludeChildren, int MaxResults, string? NextToken);

internal sealed record ListEnabledBaselinesAnswer(
    IReadOnlyList<EnabledBaselineWire>? EnabledBaselines = null, string? NextToken = null) : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(EnabledBaselines);
}

internal sealed record EnabledBaselineWire(string? BaselineIdentifier = null, string? TargetIdentifier = null);

internal sealed record ListLandingZonesQuestion;

internal sealed record ListLandingZonesAnswer(IReadOnlyList<LandingZoneWire>? LandingZones = null) : IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(LandingZones);
}

internal sealed record GetLandingZoneQuestion(string LandingZoneIdentifier);

internal sealed record GetLandingZoneAnswer(LandingZoneWire? LandingZone = null);

internal sealed record LandingZoneWire(string? Arn = null, JsonElement Manifest = default);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListEnabledBaselinesQuestion))]
[JsonSerializable(typeof(ListEnabledBaselinesAnswer))]
[JsonSerializable(typeof(ListLandingZonesQuestion))]
[JsonSerializable(typeof(ListLandingZonesAnswer))]
[JsonSerializable(typeof(GetLandingZoneQuestion))]
[JsonSerializable(typeof(GetLandingZoneAnswer))]
internal sealed partial class ControlTowerWireContext : JsonSerializerContext;
