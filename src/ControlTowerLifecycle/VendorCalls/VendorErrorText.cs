using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// The text of an error response. Its form is not documented: <c>{"message"}</c>, the same within <c>error</c> or a list
/// <c>errors</c>, or another common name. A body of another form is shown as it is.
/// </summary>
internal static class VendorErrorText
{
    private const int MaximumDepth = 4;

    private static readonly string[] Names =
        ["message", "error", "errors", "detail", "errorMessage", "error_description", "description", "title"];

    public static string Read(ReadOnlySpan<byte> body)
    {
        var text = WithoutMark(body);
        try
        {
            var reader = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref reader);
            return Find(document.RootElement, MaximumDepth) ?? (IsEmpty(document.RootElement) ? "" : Encoding.UTF8.GetString(text));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not Unicode.
            return Encoding.UTF8.GetString(text);
        }
    }

    /// <summary>The text without a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return text.StartsWith(mark) ? text[mark.Length..] : text;
    }

    private static string? Find(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when depth > 0 => FindAll(value, depth),
        JsonValueKind.Object when depth > 0 => Names.Select(name => FindMember(value, name, depth)).FirstOrDefault(text => text is not null),
        _ => null,
    };

    private static string? FindAll(JsonElement list, int depth)
    {
        var texts = list.EnumerateArray().Select(item => Find(item, depth - 1)).OfType<string>().ToList();
        return texts.Count == 0 ? null : string.Join("; ", texts);
    }

    /// <summary>The names are compared without regard to case.</summary>
    private static string? FindMember(JsonElement value, string name, int depth)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && Find(member.Value, depth - 1) is { } text)
                return text;
        }

        return null;
    }

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Null);
}
