using System.Text.Json;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>Reads members whose form is not published: a text, a list of texts, or objects that hold them.</summary>
internal static class JsonTexts
{
    /// <summary>The texts of a text or of a list; others are left out.</summary>
    public static IEnumerable<string> Texts(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when element.GetString() is { Length: > 0 } text => [text],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => item.Texts()),
        _ => [],
    };

    /// <summary>The items of a list; none if it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>A member of an object; undefined if there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
}
