using System.Text.Json;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>
/// Reads members whose form is not published: a text, a list of texts, or objects that hold them. Text that is not Unicode is
/// found only here, when it is decoded.
/// </summary>
internal static class JsonTexts
{
    /// <summary>The texts of a text or of a list; others are left out.</summary>
    /// <exception cref="JsonException">A text is not Unicode.</exception>
    public static IEnumerable<string> Texts(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when Text(element) is { Length: > 0 } text => [text],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => item.Texts()),
        _ => [],
    };

    /// <summary>The items of a list; none if it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>A member of an object; undefined if there is none.</summary>
    /// <exception cref="JsonException">The name of a member is not Unicode.</exception>
    public static JsonElement Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException notUnicode)
        {
            throw new JsonException("A name is not Unicode.", notUnicode);
        }
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException notUnicode)
        {
            throw new JsonException("A text is not Unicode.", notUnicode);
        }
    }
}
