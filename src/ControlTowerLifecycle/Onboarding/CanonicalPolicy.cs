using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>Writes policy documents with the same meaning as the same text.</summary>
internal static class CanonicalPolicy
{
    public static string Write(JsonNode document) => Canonical(document, []).ToString();

    private static Text Canonical(JsonNode? node, IReadOnlyList<string> path) => node switch
    {
        JsonObject members => Object(members, path),
        JsonArray items => List([.. items.Select(item => Canonical(item, path))]),
        JsonValue value => List([new Text(Scalar(value, path))]),
        _ => new Text("null"),
    };

    private static Text Object(JsonObject members, IReadOnlyList<string> path)
    {
        // Sid and Id are read before they are left out: a duplicate key inside them makes the document invalid.
        var parts = members
            .Select(member =>
                (Key: CanonicalKey(member.Key, path), Value: Canonical(member.Value, [.. path, member.Key])))
            .Where(member => member.Key is not ("Sid" or "Id"))
            .OrderBy(member => member.Key, StringComparer.Ordinal);
        var text = new Text($"{{{string.Join(',', parts.Select(part => $"{Quoted(part.Key)}:{part.Value}"))}}}");

        // A single statement means a list of one, as a single string does.
        return path is ["Statement"] ? List([text]) : text;
    }

    /// <summary>
    /// A list is a set: order and repetition have no meaning anywhere in a policy. The members of a nested list become
    /// members of the list around it.
    /// </summary>
    private static Text List(IReadOnlyList<Text> items)
    {
        if (items is [{ Members: null } single])
            return new Text($"[{single}]", [single.Value]);

        var members = items.SelectMany(item => item.Members ?? [item.Value]).Distinct(StringComparer.Ordinal);
        string[] sorted = [.. members.Order(StringComparer.Ordinal)];
        return new Text($"[{string.Join(',', sorted)}]", sorted);
    }

    private static string Scalar(JsonValue value, IReadOnlyList<string> path)
    {
        // true and "true", 5 and "5" mean the same in a condition. Only conditions contain scalars that are not text.
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return Quoted(path switch
        {
            [.., "Action" or "NotAction"] => text.ToLowerInvariant(),
            [.., "Principal" or "NotPrincipal", "AWS"] => CanonicalPrincipal(text),
            _ => text,
        });
    }

    /// <summary>IAM stores <c>111122223333</c> as <c>arn:aws:iam::111122223333:root</c>.</summary>
    private static string CanonicalPrincipal(string text)
    {
        var parts = text.Split(':');
        return parts is ["arn", _, "iam", "", { Length: 12 } account, "root"] ? account : text;
    }

    /// <summary>IAM ignores the case of condition keys, but not of other keys.</summary>
    private static string CanonicalKey(string key, IReadOnlyList<string> path) =>
        path is [.., "Condition", _] ? key.ToLowerInvariant() : key;

    private static string Quoted(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    /// <summary>A canonical text; a list also has its <see cref="Members"/>, for the list around it.</summary>
    private sealed record Text(string Value, IReadOnlyList<string>? Members = null)
    {
        public override string ToString() => Value;
    }
}
