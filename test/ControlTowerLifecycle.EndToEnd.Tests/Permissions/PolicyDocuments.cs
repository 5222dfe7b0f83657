using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>Splits the policies of a role into permissions, and builds the policies without some of them.</summary>
internal static class PolicyDocuments
{
    /// <summary>The permissions of a role in the order of its policies.</summary>
    public static IEnumerable<Permission> Split(string role, DeployedTemplate deployed) =>
        from document in deployed.ReadPolicies(role).Values
        from statement in document["Statement"]!.AsArray()
        from action in Texts(statement["Action"]!)
        select new Permission(role, (string)statement["Sid"]!, action);

    /// <summary>The policies of a role without the given permissions.</summary>
    public static IEnumerable<(string Name, JsonObject Document)> Without(
        string role, DeployedTemplate deployed, IReadOnlyList<Permission> permissions) =>
        from policy in deployed.ReadPolicies(role)
        let statements = policy.Value["Statement"]!.AsArray()
            .Select(statement => Without(role, statement!, permissions))
            .OfType<JsonObject>()
            .ToArray()
        where statements.Length > 0
        select (policy.Key, new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray([.. statements]),
        });

    /// <summary>Reads an element that IAM accepts as one string or as a list of strings.</summary>
    public static IReadOnlyList<string> Texts(JsonNode element) => element is JsonArray list
        ? [.. list.Select(text => (string)text!)]
        : [(string)element!];

    /// <returns>The statement, or null if no action is left.</returns>
    private static JsonObject? Without(string role, JsonNode statement, IReadOnlyList<Permission> permissions)
    {
        var actions = Texts(statement["Action"]!)
            .Where(action => !permissions.Contains(new Permission(role, (string)statement["Sid"]!, action)))
            .Select(action => JsonValue.Create(action))
            .ToArray();
        var reduced = statement.DeepClone().AsObject();
        reduced["Action"] = new JsonArray([.. actions]);
        return actions.Length > 0 ? reduced : null;
    }
}
