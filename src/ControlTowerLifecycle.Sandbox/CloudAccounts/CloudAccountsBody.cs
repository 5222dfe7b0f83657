using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>Validates the body of POST and PATCH. A field that the API does not have is refused.</summary>
/// <param name="json">The body.</param>
/// <param name="tenant">The tenant, which has features and instances.</param>
/// <param name="isBeta">Whether the beta version is called.</param>
internal sealed class CloudAccountsBody(JsonObject json, CloudAccountsTenant tenant, bool isBeta)
{
    private const int LongestText = 254;
    private const string BetaField = "serverWorkloadProtectionRegions";
    private static readonly string[] Fields =
        ["roleArn", "name", "description", "features", "connectedSecurityServices", "customTags"];

    public string? RoleArn => Text("roleArn", 2048, minimum: 20);

    public string? Name => Text("name", LongestText, minimum: 1);

    public string? Description => Text("description", LongestText, minimum: 0);

    public JsonArray? Features => List("features", CheckFeature);

    /// <summary>An account has one instance at most.</summary>
    public JsonArray? ConnectedSecurityServices => List("connectedSecurityServices", CheckService) is { Count: > 1 }
        ? throw Invalid("connectedSecurityServices has more than 1 entry")
        : List("connectedSecurityServices", CheckService);

    public JsonArray? CustomTags => List("customTags", CheckTag) is { Count: > 3 }
        ? throw Invalid("customTags has more than 3 entries")
        : List("customTags", CheckTag);

    /// <summary>Refuses fields that the API does not have.</summary>
    public CloudAccountsBody Check()
    {
        string[] allowed = isBeta ? [.. Fields, BetaField] : Fields;
        CheckMembers(json, "the body", allowed);
        CheckRegions(json, BetaField);
        return this;
    }

    private string? Text(string name, int maximum, int minimum)
    {
        if (!json.ContainsKey(name))
            return null;
        return AsText(json[name]) is { } text && text.Length >= minimum && text.Length <= maximum
                ? text
                : throw Invalid($"{name} must be a text of {minimum} to {maximum} characters");
    }

    private JsonArray? List(string name, Action<JsonObject> check)
    {
        if (!json.ContainsKey(name))
            return null;
        if (json[name] is not JsonArray list)
            throw Invalid($"{name} must be a list");
        foreach (var item in list)
            check(item as JsonObject ?? throw Invalid($"{name} must be a list of objects"));
        return list.DeepClone().AsArray();
    }

    private void CheckFeature(JsonObject feature)
    {
        CheckMembers(feature, "a feature", "id", "regions");
        var id = AsText(feature["id"]);
        if (id is null || !tenant.Features.Contains(id, StringComparer.Ordinal))
            throw Invalid($"there is no feature {id}");
        CheckRegions(feature);
    }

    private void CheckService(JsonObject service)
    {
        CheckMembers(service, "a connected security service", "name", "instanceIds", "regions");
        if (AsText(service["name"]) != "workload")
            throw Invalid("the name of a connected security service must be workload");
        var id = service["instanceIds"] is JsonArray { Count: 1 } ids ? AsText(ids[0]) : null;
        if (id is null || !Guid.TryParse(id, out _))
            throw Invalid("instanceIds must have exactly one UUID");
        if (!tenant.InstanceIds.Contains(id, StringComparer.OrdinalIgnoreCase))
            throw Invalid("the tenant has no such instance");
        CheckRegions(service);
    }

    private static void CheckTag(JsonObject tag) => CheckMembers(tag, "a custom tag", "key", "value", "id", "name");

    private static void CheckRegions(JsonObject item, string name = "regions")
    {
        if (!item.ContainsKey(name))
            return;
        if (item[name] is not JsonArray regions || regions.Any(region => AsText(region)?.Split('-').Length is not >= 3))
            throw Invalid($"{name} must be a list of AWS Regions");
    }

    private static string? AsText(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static void CheckMembers(JsonObject item, string subject, params string[] allowed)
    {
        if (item.Select(member => member.Key).FirstOrDefault(key => !allowed.Contains(key, StringComparer.Ordinal)) is { } other)
            throw Invalid($"{subject} must not have the field {other}");
    }

    /// <summary>The account of a role's ARN.</summary>
    public static string AccountOf(string roleArn) => AwsNames.ResourceOf(roleArn)?.StartsWith("role/", StringComparison.Ordinal) == true
        ? AwsNames.AccountOf(roleArn) ?? throw Invalid("roleArn has no account id")
        : throw Invalid("roleArn is not the ARN of a role");

    private static CloudAccountsErrorException Invalid(string why) =>
        CloudAccountsErrorException.BadRequest($"The request is not valid: {why}.");
}
