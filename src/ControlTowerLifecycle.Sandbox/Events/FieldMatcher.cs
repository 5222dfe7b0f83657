using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>One element of a list in an event pattern: a value, or an object with one comparison.</summary>
internal static class FieldMatcher
{
    private static readonly HashSet<string> Comparisons = new(StringComparer.Ordinal)
    {
        "prefix", "suffix", "equals-ignore-case", "wildcard", "exists", "anything-but",
    };

    public static void Check(string field, JsonElement matcher)
    {
        if (matcher.ValueKind == JsonValueKind.Array)
            throw new FormatException($"Event pattern is not valid. Reason: {field} holds a list within a list");
        if (matcher.ValueKind != JsonValueKind.Object)
            return;
        var names = matcher.EnumerateObject().Select(comparison => comparison.Name).ToList();
        if (names.Count != 1 || !Comparisons.Contains(names[0]))
            throw new FormatException(
                $"Event pattern is not valid. Reason: Unrecognized match type {string.Join(", ", names)} at {field}");
    }

    /// <param name="matcher">From the pattern.</param>
    /// <param name="value">From the event, never a list. Null if the event does not have the field.</param>
    public static bool Matches(JsonElement matcher, JsonElement? value)
    {
        if (matcher.ValueKind != JsonValueKind.Object)
            return value is { } present && JsonElement.DeepEquals(matcher, present);
        var comparison = matcher.EnumerateObject().Single();
        // For EventBridge only leaf fields exist. An object is not a leaf.
        if (comparison.Name == "exists")
            return comparison.Value.GetBoolean() == (value is { ValueKind: not JsonValueKind.Object });
        return value is { } some && Compare(comparison, some);
    }

    private static bool Compare(JsonProperty comparison, JsonElement value)
    {
        if (comparison.Name == "anything-but")
            return !Excluded(comparison.Value, value);
        if (value.ValueKind != JsonValueKind.String)
            return false;
        var (text, wanted) = (value.GetString()!, comparison.Value.GetString()!);
        return comparison.Name switch
        {
            "prefix" => text.StartsWith(wanted, StringComparison.Ordinal),
            "suffix" => text.EndsWith(wanted, StringComparison.Ordinal),
            "equals-ignore-case" => text.Equals(wanted, StringComparison.OrdinalIgnoreCase),
            _ => MatchesWildcard(wanted.Split('*'), text),
        };
    }

    /// <summary>The parts of a wildcard must follow in order. The star is the only special character.</summary>
    private static bool MatchesWildcard(string[] parts, string text)
    {
        if (parts.Length == 1)
            return text == parts[0];
        if (!text.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0)
                return false;
            position = found + part.Length;
        }

        return text.Length - position >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    private static bool Excluded(JsonElement excluded, JsonElement value) => excluded.ValueKind == JsonValueKind.Array
        ? excluded.EnumerateArray().Any(matcher => Matches(matcher, value))
        : Matches(excluded, value);
}
