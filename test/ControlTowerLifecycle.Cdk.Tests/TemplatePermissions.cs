using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The policy statements of a template.</summary>
internal static class TemplatePermissions
{
    /// <summary>A permission that EventBridge needs names its rule, which is then also the statement's name.</summary>
    private const string SameRule = "`ArnEquals` `aws:SourceArn` = the rule";

    /// <summary>A statement that only the function of its role can use.</summary>
    private const string SameFunction = "its function only";

    public static IEnumerable<PermissionRow> Read(Template template) => template.Resources.SelectMany(pair =>
    {
        var properties = pair.Resource["Properties"]?.AsObject() ?? [];
        return (string?)pair.Resource["Type"] switch
        {
            "AWS::Lambda::Permission" => [Invocation(pair.Id, properties)],
            "AWS::IAM::Role" => Role(WithoutSuffix(pair.Id, nameof(Role)), properties),
            _ => Statements(properties["PolicyDocument"] ?? properties["KeyPolicy"], WithoutSuffix(pair.Id, "Policy")),
        };
    });

    private static IEnumerable<PermissionRow> Role(string owner, JsonObject properties) =>
    [
        .. Statements(properties["AssumeRolePolicyDocument"], owner),
        .. properties["Policies"]!.AsArray().SelectMany(policy => policy!["Fn::If"] is { } choice
            ? Statements(choice[1]!["PolicyDocument"], owner, (string)choice[0]!)
            : Statements(policy["PolicyDocument"], owner)),
    ];

    private static IEnumerable<PermissionRow> Statements(JsonNode? document, string owner, string? condition = null) =>
        document?["Statement"]!.AsArray().Select(statement => statement!["Fn::If"] is { } choice
            ? Statement(owner, choice[1]!, (string)choice[0]!)
            : Statement(owner, statement, condition)) ?? [];

    private static PermissionRow Statement(string owner, JsonNode statement, string? condition)
    {
        var name = (string?)statement["Sid"] ?? "";
        string[] conditions =
            [condition is null ? "" : $"condition `{condition}`", Conditions(statement["Condition"], name)];
        var row = new PermissionRow(
            owner,
            name,
            statement["Principal"] is { } principal ? Text(principal.AsObject().Single().Value) : "",
            ((string?)statement["Effect"] == "Deny" ? "deny " : "") + Text(statement["Action"]),
            Text(statement["Resource"]),
            string.Join(" and ", conditions.Where(text => text.Length > 0)));
        return row.IsOfRole
            ? row with
            {
                Resources = row.Resources.Replace($"<{owner}", "<Function", StringComparison.Ordinal),
                Condition = row.Condition.Replace(
                    $"`ArnEquals` `lambda:SourceFunctionArn` = `<{owner}>`", SameFunction, StringComparison.Ordinal),
            }
            : row with { Resources = row.Resources == $"`<{owner}>`" || IsKey(owner, row) ? "" : row.Resources };
    }

    /// <summary>In a key's policy the resource <c>*</c> is the key itself.</summary>
    private static bool IsKey(string owner, PermissionRow row) =>
        row.Resources == "`*`" && owner.EndsWith("Key", StringComparison.Ordinal);

    private static PermissionRow Invocation(string id, JsonObject permission) => new(
        Text(permission["FunctionName"]).Trim('`', '<', '>'),
        id,
        Text(permission["Principal"]),
        Text(permission["Action"]),
        "",
        permission["SourceArn"] is { } source ? $"`ArnEquals` `aws:SourceArn` = {Text(source)}" : "");

    private static string Conditions(JsonNode? condition, string statement)
    {
        var text = string.Join(" and ", condition?.AsObject().SelectMany(comparison => comparison.Value!.AsObject()
            .Select(key => $"`{comparison.Key}` `{key.Key}` = {Text(key.Value)}")) ?? []);
        return text == $"`ArnEquals` `aws:SourceArn` = `<{statement}>`" ? SameRule : text;
    }

    private static string WithoutSuffix(string id, string suffix) =>
        id.EndsWith(suffix, StringComparison.Ordinal) ? id[..^suffix.Length] : id;

    private static string Text(JsonNode? value) => IntrinsicFunctions.Named.Resolve(value) switch
    {
        null => "",
        JsonArray items => string.Join(", ", items.Select(item => $"`{item}`")),
        var item => $"`{item}`",
    };
}
