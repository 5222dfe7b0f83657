using System.Text.Json;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>
/// Checks JSON against the keywords of JSON Schema 2020-12 that our schema uses. Any other keyword throws, because an ignored
/// one would check nothing.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Remarks = ["$schema", "title", "description", "$defs"];

    public JsonElement Root => root;

    public static JsonSchema Read(string path) => new(JsonElement.Parse(Repository.Read(path)));

    /// <returns>A sentence for each fault.</returns>
    public IReadOnlyList<string> Check(JsonElement value) => [.. Check(root, value, "$")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string path) => schema.EnumerateObject()
        .Where(keyword => !Remarks.Contains(keyword.Name, StringComparer.Ordinal))
        .SelectMany(keyword => Check(keyword, value, path));

    private IEnumerable<string> Check(JsonProperty keyword, JsonElement value, string path)
    {
        var rule = keyword.Value;
        return (keyword.Name, value.ValueKind) switch
        {
            ("$ref", _) => Check(Resolve(rule.GetString()!), value, path),
            ("type", _) => Fault(Types(rule).Contains(Type(value), StringComparer.Ordinal), $"{path} is a {Type(value)}"),
            ("enum", _) => Fault(
                rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), $"{path} is {value}"),
            ("required", JsonValueKind.Object) => rule.EnumerateArray()
                .Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}.{name} is missing"),
            ("properties", JsonValueKind.Object) => rule.EnumerateObject()
                .Where(property => value.TryGetProperty(property.Name, out _))
                .SelectMany(property => Check(property.Value, value.GetProperty(property.Name), $"{path}.{property.Name}")),
            ("items", JsonValueKind.Array) => value.EnumerateArray()
                .SelectMany((item, index) => Check(rule, item, $"{path}[{index}]")),
            ("minItems", JsonValueKind.Array) => Fault(value.GetArrayLength() >= rule.GetInt32(), $"{path} is too short"),
            ("maxItems", JsonValueKind.Array) => Fault(value.GetArrayLength() <= rule.GetInt32(), $"{path} is too long"),
            ("minLength", JsonValueKind.String) => Fault(Length(value) >= rule.GetInt32(), $"{path} is too short"),
            ("maxLength", JsonValueKind.String) => Fault(Length(value) <= rule.GetInt32(), $"{path} is too long"),
            ("pattern", JsonValueKind.String) => Fault(
                Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
                $"{path} is {value}"),
            ("required" or "properties" or "items" or "minItems" or "maxItems" or "minLength" or "maxLength" or "pattern", _) => [],
            _ => throw new NotSupportedException($"The check does not know the keyword '{keyword.Name}'."),
        };
    }

    private static IEnumerable<string> Fault(bool isValid, string fault) => isValid ? [] : [fault];

    private static IEnumerable<string> Types(JsonElement rule) => rule.ValueKind == JsonValueKind.Array
        ? rule.EnumerateArray().Select(type => type.GetString()!)
        : [rule.GetString()!];

    private static string Type(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>In characters, as JSON Schema counts.</summary>
    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));
}
