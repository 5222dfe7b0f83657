using System.Text.Json.Nodes;
using ControlTowerLifecycle.CloudAccounts.Role;

namespace ControlTowerLifecycle.VendorTemplate;

/// <summary>One policy of the vendor's template beside the one that this program writes.</summary>
/// <param name="Name">For example <c>VisionOnePolicyPart1</c>.</param>
/// <param name="Added">Only in the template.</param>
/// <param name="Removed">Only in this program.</param>
internal sealed record PolicyComparison(string Name, IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    public bool IsEqual => Added.Count == 0 && Removed.Count == 0;

    /// <exception cref="TemplateException">The template has no such policies.</exception>
    public static IReadOnlyList<PolicyComparison> All(JsonNode template)
    {
        var theirs = VendorPolicies.Find(template);
        var ours = VisionOnePolicies.All.ToDictionary(
            policy => policy.Name,
            policy => Grant.Read(JsonNode.Parse(policy.Document.Json)!["Statement"]),
            StringComparer.Ordinal);
        return
        [
            .. ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => Compare(name, Of(ours, name), Of(theirs, name))),
        ];
    }

    private static PolicyComparison Compare(string name, SortedSet<string> ours, SortedSet<string> theirs) => new(
        name,
        [.. theirs.Where(grant => !ours.Contains(grant))],
        [.. ours.Where(grant => !theirs.Contains(grant))]);

    private static SortedSet<string> Of(IDictionary<string, SortedSet<string>> policies, string name) =>
        policies.TryGetValue(name, out var grants) ? grants : [];
}
