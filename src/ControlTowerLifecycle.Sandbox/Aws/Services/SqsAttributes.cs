using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Texts beside the body of a message.</summary>
internal static class SqsAttributes
{
    private const int Most = 10;

    public static IReadOnlyDictionary<string, string> Of(AwsCall call)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, attribute) in call.Input["MessageAttributes"] as JsonObject ?? [])
            attributes[name] = Value(call, name, attribute as JsonObject ?? []);
        return attributes.Count <= Most
            ? attributes
            : throw call.Invalid(
                $"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{Most}].");
    }

    /// <summary>Names, types and values count towards the size of the message, in bytes.</summary>
    public static int Size(IReadOnlyDictionary<string, string> attributes) => attributes.Sum(attribute =>
        Encoding.UTF8.GetByteCount(attribute.Key) + "String".Length + Encoding.UTF8.GetByteCount(attribute.Value));

    /// <summary>The attributes that a receive asked for, by name or all.</summary>
    public static JsonObject Shown(IReadOnlyDictionary<string, string> attributes, IReadOnlySet<string> asked) => new(
        attributes
            .Where(attribute => asked.Contains("All") || asked.Contains(attribute.Key))
            .Select(attribute => KeyValuePair.Create<string, JsonNode?>(
                attribute.Key,
                new JsonObject { ["DataType"] = "String", ["StringValue"] = attribute.Value })));

    private static string Value(AwsCall call, string name, JsonObject attribute)
    {
        if ((string?)attribute["DataType"] != "String")
            throw call.Invalid($"The sandbox plays message attributes of type String only, which '{name}' is not.");
        var value = (string?)attribute["StringValue"];
        if (string.IsNullOrEmpty(value))
            throw call.Invalid($"Message (user) attribute '{name}' must contain a non-empty value of type 'String'.");
        return SqsSendOperations.IsText(value)
            ? value
            : throw call.Invalid($"Invalid characters found in message attribute '{name}'.");
    }
}
