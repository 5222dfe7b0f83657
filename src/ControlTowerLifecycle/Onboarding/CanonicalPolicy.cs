using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>One text for all policy documents that mean the same.</summary>
internal static class CanonicalPolicy
{
    public static string Of(JsonNode document) => Canonical(document, []).ToString();

    private static Text Canonical(JsonNode? node, IReadOnlyList<string> path) => node switch
    {
        JsonObject members => Object(members, path),
        JsonArray items => List([.. items.Select(item => Canonical(item, path))]),
        JsonValue value => List([new Text(Scalar(value, path))]),
        _ => new Text("null"),
    };

    private static Text Object(JsonObject members, IReadOnlyList<string> path)
    {
        // What decides nothing is read before it is left out: a key that stands twice in it makes the document none.
        var said = members
            .Select(member => (Key: KeyOf(member.Key, path), Value: Canonical(member.Value, [.. path, member.Key])))
            .Where(member => member.Key is not ("Sid" or "Id"))
            .OrderBy(member => member.Key, StringComparer.Ordinal);
        var text = new Text($"{{{string.Join(',', said.Select(member => $"{Quoted(member.Key)}:{member.Value}"))}}}");

        // A statement that stands alone is a list of one, as a single string is.
        return path is ["Statement"] ? List([text]) : text;
    }

    /// <summary>
    /// A list is a set: order and repetition mean nothing in any place of a policy. Nested one-member lists fold into
    /// it.
    /// </summary>
    private static Text List(IReadOnlyList<Text> items)
    {
        if (items is [{ Members: null } alone])
            return new Text($"[{alone}]", [alone.Value]);

        var members = items.SelectMany(item => item.Members ?? [item.Value]).Distinct(StringComparer.Ordinal);
        string[] sorted = [.. members.Order(StringComparer.Ordinal)];
        return new Text($"[{string.Join(',', sorted)}]", sorted);
    }

    private static string Scalar(JsonValue value, IReadOnlyList<string> path)
    {
        // true and "true", 5 and "5" mean the same in a condition; nothing else holds other scalars.
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return Quoted(path switch
        {
            [.., "Action" or "NotAction"] => text.ToLowerInvariant(),
            [.., "Principal" or "NotPrincipal", "AWS"] => PrincipalOf(text),
            _ => text,
        });
    }

    /// <summary>IAM stores <c>111122223333</c> as <c>arn:aws:iam::111122223333:root</c>.</summary>
    private static string PrincipalOf(string text)
    {
        var parts = text.Split(':');
        return parts is ["arn", _, "iam", "", { Length: 12 } account, "root"] ? account : text;
    }

    /// <summary>Condition keys are compared without case by IAM; everything else is exact.</summary>
    private static string KeyOf(string key, IReadOnlyList<string> path) =>
        path is [.., "Condition", _] ? key.ToLowerInvariant() : key;

    private static string Quoted(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    /// <summary>A canonical text; with <see cref="Members"/>, a list that folds into the list around it.</summary>
    private sealed record Text(string Value, IReadOnlyList<string>? Members = null)
    {
        public override string ToString() => Value;
    }
}
