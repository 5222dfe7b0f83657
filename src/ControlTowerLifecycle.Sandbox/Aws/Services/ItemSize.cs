using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The size of an item as DynamoDB counts it: names and values as UTF-8.</summary>
internal static class ItemSize
{
    /// <summary>400 KB.</summary>
    public const int Largest = 400 * 1024;

    public static int Of(JsonObject item) =>
        item.Sum(attribute => Bytes(attribute.Key) + ((JsonObject)attribute.Value!).Sum(typed => Value(typed.Value!)));

    private static int Value(JsonNode value) =>
        value is JsonArray set ? set.Sum(member => Bytes(member!.GetValue<string>())) : Bytes(value.GetValue<string>());

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
