using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Runs;

/// <summary>The difference between two policy documents, by lines of their canonical form: what only differs in text is equal.</summary>
internal static class PolicyLines
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The lines that are removed (<c>-</c>) and added (<c>+</c>), in the order of the documents.</returns>
    public static IReadOnlyList<string> Compare(PolicyDocument? before, PolicyDocument? after)
    {
        var (old, wanted) = (Lines(before), Lines(after));
        var common = LongestCommon(old, wanted);
        List<string> changes = [];
        var (left, right) = (0, 0);
        while (left < old.Length || right < wanted.Length)
        {
            if (left < old.Length && right < wanted.Length && old[left] == wanted[right])
                (left, right) = (left + 1, right + 1);
            else if (right == wanted.Length || (left < old.Length && common[left + 1, right] >= common[left, right + 1]))
                changes.Add($"- {old[left++]}");
            else
                changes.Add($"+ {wanted[right++]}");
        }

        return changes;
    }

    /// <summary>The commas between members are no part of a line: the last member of a list is no change.</summary>
    private static string[] Lines(PolicyDocument? document)
    {
        if (document is null)
            return [];

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            JsonNode.Parse(CanonicalPolicy.Write(JsonNode.Parse(document.Json)!))!.WriteTo(writer);

        return [.. Encoding.UTF8.GetString(buffer.ToArray()).Split('\n').Select(line => line.TrimEnd('\r', ','))];
    }

    private static int[,] LongestCommon(string[] old, string[] wanted)
    {
        var common = new int[old.Length + 1, wanted.Length + 1];
        for (var left = old.Length - 1; left >= 0; left--)
        {
            for (var right = wanted.Length - 1; right >= 0; right--)
            {
                common[left, right] = old[left] == wanted[right]
                    ? common[left + 1, right + 1] + 1
                    : Math.Max(common[left + 1, right], common[left, right + 1]);
            }
        }

        return common;
    }
}
