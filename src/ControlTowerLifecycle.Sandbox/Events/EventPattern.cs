using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>
/// An EventBridge event pattern. Each field of the pattern lists the allowed values. All fields must match; of a list
/// in the event, one element must match. A pattern with an unsupported matcher is refused.
/// </summary>
internal sealed class EventPattern
{
    private readonly JsonElement _pattern;

    private EventPattern(JsonElement pattern) => _pattern = pattern;

    public static EventPattern Parse(string json)
    {
        var pattern = JsonElement.Parse(json);
        Check(pattern);
        return new EventPattern(pattern);
    }

    public bool Matches(string eventJson)
    {
        using var json = JsonDocument.Parse(eventJson);
        return Matches(_pattern, json.RootElement);
    }

    public override string ToString() => _pattern.GetRawText();

    private static void Check(JsonElement pattern)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
            throw new FormatException("Event pattern is not valid. Reason: Filter is not an object");
        foreach (var field in pattern.EnumerateObject())
        {
            if (field.Name == "$or")
            {
                foreach (var alternative in field.Value.EnumerateArray())
                    Check(alternative);
            }
            else if (field.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var matcher in field.Value.EnumerateArray())
                    FieldMatcher.Check(field.Name, matcher);
            }
            else
            {
                Check(field.Value);
            }
        }
    }

    private static bool Matches(JsonElement pattern, JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.Array } list)
            return list.EnumerateArray().Any(element => Matches(pattern, element));
        return pattern.EnumerateObject().All(field => Matches(field, value));
    }

    private static bool Matches(JsonProperty field, JsonElement? parent)
    {
        if (field.Name == "$or")
            return field.Value.EnumerateArray().Any(alternative => Matches(alternative, parent));
        JsonElement? value = parent is { ValueKind: JsonValueKind.Object } fields
            && fields.TryGetProperty(field.Name, out var found)
            ? found
            : null;
        if (field.Value.ValueKind == JsonValueKind.Object)
            return Matches(field.Value, value);
        return field.Value.EnumerateArray().Any(matcher => MatchesLeaf(matcher, value));
    }

    private static bool MatchesLeaf(JsonElement matcher, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Any(element => FieldMatcher.Matches(matcher, element))
        : FieldMatcher.Matches(matcher, value);
}
