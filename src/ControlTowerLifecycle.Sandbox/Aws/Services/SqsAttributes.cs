using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Message attributes of type String.</summary>
internal static class SqsAttributes
{
    private const int Maximum = 10;

    public static IReadOnlyDictionary<string, string> Read(AwsCall call)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, attribute) in call.Input["MessageAttributes"] as JsonObject ?? [])
            attributes[name] = Value(call, name, attribute as JsonObject ?? []);
        return attributes.Count <= Maximum
            ? attributes
            : throw call.Invalid(
                $"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{Maximum}].");
    }

    /// <summary>The bytes of names, types and values. They count towards the size of the message.</summary>
    public static int Size(IReadOnlyDictionary<string, string> attributes) => attributes.Sum(attribute =>
        Encoding.UTF8.GetByteCount(attribute.Key) + "String".Length + Encoding.UTF8.GetByteCount(attribute.Value));

    /// <summary>The attributes that a receive requests, by name or <c>All</c>.</summary>
    public static JsonObject ToJson(
        IReadOnlyDictionary<string, string> attributes, IReadOnlySet<string> requested) => new(
        attributes
            .Where(attribute => requested.Contains("All") || requested.Contains(attribute.Key))
            .Select(attribute => KeyValuePair.Create<string, JsonNode?>(
                attribute.Key,
                new JsonObject { ["DataType"] = "String", ["StringValue"] = attribute.Value })));

    private static string Value(AwsCall call, string name, JsonObject attribute)
    {
        if ((string?)attribute["DataType"] != "String")
            throw call.Invalid(
                $"The sandbox supports message attributes of type String only. '{name}' has another type.");
        var value = (string?)attribute["StringValue"];
        if (string.IsNullOrEmpty(value))
            throw call.Invalid($"Message (user) attribute '{name}' must contain a non-empty value of type 'String'.");
        return SqsSendOperations.IsValidText(value)
            ? value
            : throw call.Invalid($"Invalid characters found in message attribute '{name}'.");
    }
}
