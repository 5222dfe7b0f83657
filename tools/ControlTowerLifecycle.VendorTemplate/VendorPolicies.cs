using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.VendorTemplate;

/// <summary>The policies VisionOnePolicyPart1, 2, 3 … of a template, wherever in it they stand.</summary>
internal static partial class VendorPolicies
{
    /// <returns>The grants by the policy's name.</returns>
    /// <exception cref="TemplateException">No policy has such a name, or two have the same.</exception>
    public static SortedDictionary<string, SortedSet<string>> Find(JsonNode template)
    {
        var found = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        Search(template, "", found);
        return found.Count > 0
            ? found
            : throw new TemplateException(
                "The file has no policy VisionOnePolicyPart1. Is it the vendor's template for a single AWS account?");
    }

    private static void Search(JsonNode? node, string name, SortedDictionary<string, SortedSet<string>> found)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Search(item, name, found);
                break;
            case JsonObject members:
                // The name of the resource, or the property beside the document, which counts more.
                foreach (var property in new[] { "ManagedPolicyName", "PolicyName" })
                    name = NameIn(Grant.Words(members[property])) ?? name;
                if (name.Length > 0 && members["PolicyDocument"] is JsonObject document)
                    Add(name, document, found);
                foreach (var (key, value) in members)
                    Search(value, NameIn([key]) ?? name, found);
                break;
            default:
                break;
        }
    }

    private static void Add(string name, JsonObject document, SortedDictionary<string, SortedSet<string>> found)
    {
        if (!found.TryAdd(name, Grant.Read(document["Statement"])))
            throw new TemplateException($"The file has two policies {name}. Compare the template of a single AWS account.");
    }

    private static string? NameIn(IEnumerable<string> texts) =>
        texts.Select(text => Name().Match(text)).FirstOrDefault(match => match.Success)?.Value;

    [GeneratedRegex("VisionOnePolicyPart[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
