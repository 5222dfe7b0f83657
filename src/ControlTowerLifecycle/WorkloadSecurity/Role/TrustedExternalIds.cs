using System.Text.Json.Nodes;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Role;

/// <summary>
/// The external IDs with which a trust policy allows the vendor. Only an Allow with StringEquals for the vendor's account
/// counts: an ID in a Deny, in another operator or for another principal must never become an allowed one.
/// </summary>
internal static class TrustedExternalIds
{
    public static IReadOnlyList<string> Of(PolicyDocument trust, string vendorPrincipal) =>
    [
        .. Items(JsonNode.Parse(trust.Json)?["Statement"])
            .OfType<JsonObject>()
            .Where(statement => Allows(statement, vendorPrincipal))
            .SelectMany(ExternalIds)
            .Where(ExternalId.IsValid)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether the vendor may assume the role with any external ID, so that the connector can have one that no
    /// document shows.</summary>
    public static bool AreAny(PolicyDocument trust, string vendorPrincipal) =>
        Items(JsonNode.Parse(trust.Json)?["Statement"])
            .OfType<JsonObject>()
            .Any(statement => Allows(statement, vendorPrincipal) && !NamesExternalId(statement["Condition"]));

    private static bool NamesExternalId(JsonNode? condition) => condition is JsonObject operators
        && operators.Any(test => Members(test.Value, ConnectorRole.ExternalIdKey).Any());

    /// <summary>A bare account id is the same principal as the root ARN of the account.</summary>
    private static bool Allows(JsonObject statement, string vendorPrincipal) =>
        statement["Effect"] is JsonValue effect
        && effect.TryGetValue<string>(out var word) && word == "Allow"
        && Texts((statement["Principal"] as JsonObject)?["AWS"])
            .Any(principal => principal == vendorPrincipal || principal == vendorPrincipal.Split(':')[4]);

    private static IEnumerable<string> ExternalIds(JsonObject statement) =>
        Members(statement["Condition"], "StringEquals")
            .SelectMany(conditions => Members(conditions, ConnectorRole.ExternalIdKey))
            .SelectMany(Texts);

    /// <summary>IAM compares operators and condition keys without case.</summary>
    private static IEnumerable<JsonNode?> Members(JsonNode? node, string name) => node is JsonObject members
        ? members.Where(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value)
        : [];

    private static IReadOnlyList<JsonNode?> Items(JsonNode? node) => node is JsonArray items ? [.. items] : [node];

    private static IEnumerable<string> Texts(JsonNode? node) =>
        Items(node).OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : "");
}
