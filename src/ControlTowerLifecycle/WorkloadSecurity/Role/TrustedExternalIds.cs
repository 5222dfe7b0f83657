using System.Text.Json.Nodes;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity.Role;

/// <summary>The external IDs that a trust policy accepts, in every form that a policy can have.</summary>
internal static class TrustedExternalIds
{
    public static IReadOnlyList<string> Of(PolicyDocument trust) =>
        [.. In(JsonNode.Parse(trust.Json)).Distinct(StringComparer.Ordinal)];

    /// <summary>All values of the condition key. Its case does not matter; its value is one text or a list.</summary>
    private static IEnumerable<string> In(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(In),
        JsonObject members => members.SelectMany(member =>
            member.Key.Equals(ConnectorRole.ExternalIdKey, StringComparison.OrdinalIgnoreCase)
                ? Texts(member.Value)
                : In(member.Value)),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? value) => value switch
    {
        JsonArray items => items.SelectMany(Texts),
        JsonValue text when text.TryGetValue<string>(out var id) && !string.IsNullOrWhiteSpace(id) => [id],
        _ => [],
    };
}
