using System.Text.Json.Nodes;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Role;

/// <summary>
/// A trust policy as a log may show it: each external ID is replaced by its hash, because an ID that is trusted must not
/// be read from a log.
/// </summary>
internal static class ShownTrust
{
    public static string Of(PolicyDocument trust)
    {
        var root = JsonNode.Parse(trust.Json)!;
        HideIn(root);
        return root.ToJsonString();
    }

    /// <summary>IAM compares condition keys without case.</summary>
    private static void HideIn(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                    HideIn(item);
                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (name.Equals(ConnectorRole.ExternalIdKey, StringComparison.OrdinalIgnoreCase))
                        members[name] = Hidden(value);
                    else
                        HideIn(value);
                }

                break;
        }
    }

    private static JsonNode? Hidden(JsonNode? value) => value is JsonArray items
        ? new JsonArray([.. items.Select(Hidden)])
        : $"sha256:{ExternalId.Hash(value is JsonValue text && text.TryGetValue<string>(out var id) ? id : "")}";
}
