using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>The policies of a role, taken apart into permissions and put together without some of them.</summary>
internal static class PolicyDocuments
{
    /// <summary>What a role is allowed, in the order of its policies.</summary>
    public static IEnumerable<Permission> PermissionsIn(string role, DeployedTemplate deployed) =>
        from document in deployed.PoliciesOf(role).Values
        from statement in document["Statement"]!.AsArray()
        from action in Texts(statement["Action"]!)
        select new Permission(role, (string)statement["Sid"]!, action);

    /// <summary>The policies of a role by their names, without some of the permissions in them.</summary>
    public static IEnumerable<(string Name, JsonObject Document)> Of(
        string role, DeployedTemplate deployed, IReadOnlyList<Permission> without) =>
        from policy in deployed.PoliciesOf(role)
        let left = policy.Value["Statement"]!.AsArray()
            .Select(statement => Without(without, role, statement!))
            .OfType<JsonObject>()
            .ToArray()
        where left.Length > 0
        select (policy.Key, new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. left]) });

    /// <summary>One or several texts, as IAM takes them.</summary>
    public static IReadOnlyList<string> Texts(JsonNode oneOrSeveral) => oneOrSeveral is JsonArray several
        ? [.. several.Select(text => (string)text!)]
        : [(string)oneOrSeveral!];

    private static JsonObject? Without(IReadOnlyList<Permission> permissions, string role, JsonNode statement)
    {
        var actions = Texts(statement["Action"]!)
            .Where(action => !permissions.Contains(new Permission(role, (string)statement["Sid"]!, action)))
            .Select(action => JsonValue.Create(action))
            .ToArray();
        var left = statement.DeepClone().AsObject();
        left["Action"] = new JsonArray([.. actions]);
        return actions.Length > 0 ? left : null;
    }
}
