using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>JSON as AWS writes it: a quotation mark is <c>\"</c>, and letters outside ASCII stand as they
/// are.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions AsAws = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode node)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, AsAws))
            node.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
