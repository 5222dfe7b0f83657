using System.Text.Json;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>A field that is missing or has the wrong type. The decoder turns it into an unreadable event.</summary>
internal sealed class UnreadableFieldException(string message) : Exception(message);

/// <summary>Reading members of events whose every field may be absent or of another type.</summary>
internal static class JsonReading
{
    public static JsonElement Object(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.Object } child
            ? child
            : throw new UnreadableFieldException($"the event has no object '{name}'");

    public static string Text(this JsonElement parent, string name) =>
        parent.OptionalText(name) ?? throw new UnreadableFieldException($"the event has no text '{name}'");

    public static string? OptionalText(this JsonElement parent, string name) => parent.Child(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => Decoded(text, name),
        { } other => throw new UnreadableFieldException($"'{name}' is a JSON {other.ValueKind}, not text"),
    };

    public static AccountId AccountId(this JsonElement parent, string name)
    {
        var text = parent.Text(name);
        return Accounts.AccountId.TryParse(text, out var id)
            ? id
            : throw new UnreadableFieldException(Accounts.AccountId.Fault(text));
    }

    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray()
            : throw new UnreadableFieldException($"the event has no list '{name}'");

    /// <summary>
    /// A member's name can hold half a surrogate pair, which only shows when it is compared with another name.
    /// </summary>
    public static JsonElement? Child(this JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : null;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableFieldException($"a name beside '{name}' is not valid Unicode text");
        }
    }

    /// <summary>So can a value, which only shows when it is decoded.</summary>
    private static string Decoded(JsonElement text, string name)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableFieldException($"'{name}' is not valid Unicode text");
        }
    }
}
