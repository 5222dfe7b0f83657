using System.Text.Json;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>A field is missing or has the wrong type. The decoder turns this into an unreadable event.</summary>
internal sealed class UnreadableFieldException(string message) : Exception(message);

/// <summary>Reads members of an event. Each of them can be missing or have another type.</summary>
internal static class EventFields
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
        { ValueKind: JsonValueKind.String } text => Decode(text, name),
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
    /// A member name can contain an unpaired surrogate. The JSON reader detects it only when it compares names.
    /// </summary>
    public static JsonElement? Child(this JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child)
                ? child
                : null;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableFieldException($"a member beside '{name}' has a name that is not valid Unicode text");
        }
    }

    /// <summary>A value can contain an unpaired surrogate too. It is detected only here.</summary>
    public static string Decode(JsonElement text, string name)
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
