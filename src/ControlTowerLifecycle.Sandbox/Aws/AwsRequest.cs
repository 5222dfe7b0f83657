using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>A request with its service and operation, before the signature check.</summary>
internal sealed record AwsRequest(IAwsService Service, AwsOperation Operation, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// The parameters as one JSON object, whatever the protocol. The form field <c>Tags.member.1.Key</c> becomes a
    /// list of objects.
    /// </summary>
    public JsonObject Input(HttpRequest request) =>
        Operation.Bind is { } bind ? bind(request, Encoding.UTF8.GetString(Body.Span))
        : Service.Contract.Protocol == AwsProtocol.Query ? Form()
        : Json();

    private JsonObject Json()
    {
        try
        {
            return Body.IsEmpty ? [] : JsonNode.Parse(Body.Span) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new AwsErrorException("SerializationException", "The body is not a JSON object.");
        }
    }

    private JsonObject Form()
    {
        var root = new JsonObject();
        foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Body.Span)))
        {
            JsonNode at = root;
            var parts = name.Split('.').Where(part => part is not ("member" or "entry")).ToArray();
            for (var i = 0; i < parts.Length - 1; i++)
            {
                var isList = int.TryParse(parts[i + 1], CultureInfo.InvariantCulture, out _);
                at = Step(at, parts[i], isList ? new JsonArray() : new JsonObject());
            }

            Step(at, parts[^1], JsonValue.Create(values.ToString()));
        }

        return root;
    }

    /// <summary>
    /// Returns a member and creates it if it is missing. List members are numbered from one and may come in any order.
    /// </summary>
    private static JsonNode Step(JsonNode at, string part, JsonNode fresh)
    {
        if (at is JsonObject map)
            return map[part] ?? (map[part] = fresh);
        var list = (JsonArray)at;
        var index = int.Parse(part, CultureInfo.InvariantCulture) - 1;
        if (index is < 0 or > 1000)
            throw new AwsErrorException("MalformedInput", "List members are numbered from one.");
        while (list.Count <= index)
            list.Add(null);
        return list[index] ?? (list[index] = fresh);
    }
}
