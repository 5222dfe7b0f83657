using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.VendorTemplate;

/// <summary>One action of a policy's statement, as one line of text that two documents can be compared by.</summary>
internal static partial class Grant
{
    /// <param name="statement">What stands under <c>Statement</c>: one statement or several, also within the functions
    /// of CloudFormation.</param>
    /// <returns>For example <c>s3:ListBucket</c>; all but an Allow on every resource is spelled out. IAM compares
    /// actions without case, and so does the set.</returns>
    public static SortedSet<string> Read(JsonNode? statement) =>
        new(Statements(statement).SelectMany(Grants), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<JsonObject> Statements(JsonNode? node) => node switch
    {
        JsonObject statement when statement.ContainsKey("Effect") => [statement],
        JsonObject function => function.SelectMany(member => Statements(member.Value)),
        JsonArray list => list.SelectMany(Statements),
        _ => [],
    };

    private static IEnumerable<string> Grants(JsonObject statement)
    {
        var effect = Words(statement["Effect"]).FirstOrDefault() is "Allow" ? "" : "Deny ";
        var resource = Words(statement["Resource"]).Order(StringComparer.Ordinal).ToArray() is ["*"]
            ? ""
            : $" on {(statement["Resource"] ?? statement["NotResource"])?.ToJsonString() ?? "nothing"}";
        var except = statement.ContainsKey("NotResource") ? " except" : "";
        var condition = statement["Condition"] is { } found ? $" if {found.ToJsonString()}" : "";
        return
        [
            .. Actions(statement["Action"]).Select(action => $"{effect}{action}{except}{resource}{condition}"),
            .. Actions(statement["NotAction"]).Select(action => $"{effect}all but {action}{except}{resource}{condition}"),
        ];
    }

    /// <summary>A name of a condition within <c>Fn::If</c>, or <c>AWS::NoValue</c>, is not an action.</summary>
    private static IEnumerable<string> Actions(JsonNode? node) => Words(node).Where(word => Action().IsMatch(word));

    internal static IEnumerable<string> Words(JsonNode? node) => node switch
    {
        JsonValue value => [value.ToString()],
        JsonArray list => list.SelectMany(Words),
        JsonObject function => function.SelectMany(member => Words(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();
}
