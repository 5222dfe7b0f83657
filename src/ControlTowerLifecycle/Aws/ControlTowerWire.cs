using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws;

internal sealed record ListEnabledBaselinesQuestion(bool IncludeChildren, int MaxResults, string? NextToken);

internal sealed record ListEnabledBaselinesAnswer(
    IReadOnlyList<EnabledBaselineWire>? EnabledBaselines, string? NextToken);

internal sealed record EnabledBaselineWire(string? BaselineIdentifier, string? TargetIdentifier);

internal sealed record ListLandingZonesQuestion;

internal sealed record ListLandingZonesAnswer(IReadOnlyList<LandingZoneWire>? LandingZones);

internal sealed record GetLandingZoneQuestion(string LandingZoneIdentifier);

internal sealed record GetLandingZoneAnswer(LandingZoneWire? LandingZone);

internal sealed record LandingZoneWire(string? Arn, JsonElement Manifest);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ListEnabledBaselinesQuestion))]
[JsonSerializable(typeof(ListEnabledBaselinesAnswer))]
[JsonSerializable(typeof(ListLandingZonesQuestion))]
[JsonSerializable(typeof(ListLandingZonesAnswer))]
[JsonSerializable(typeof(GetLandingZoneQuestion))]
[JsonSerializable(typeof(GetLandingZoneAnswer))]
internal sealed partial class ControlTowerWireContext : JsonSerializerContext;
