using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// An IAM policy document, equal to another when both mean the same. IAM gives a document back in another text than it
/// was given, so the order of keys, of statements and of list members, a single string against a list of one, a bare
/// account id against the root ARN it stands for, the case of actions, and <c>Sid</c> and <c>Id</c>, which decide
/// nothing, do not count (IAM user guide, "IAM JSON policy elements reference").
/// </summary>
internal sealed class PolicyDocument : IEquatable<PolicyDocument>
{
    private readonly string _meaning;

    private PolicyDocument(string json, JsonNode root)
    {
        Json = json;
        _meaning = CanonicalPolicy.Of(root);
    }

    /// <summary>
    /// The document as it is sent, without white space: IAM's size limits are met more easily, logs stay on a line.
    /// </summary>
    public string Json { get; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">The text is not a JSON object.</exception>
    public static PolicyDocument Parse(string json) =>
        TryParse(json) ?? throw new FormatException("A policy document takes a JSON object.");

    /// <summary>Reads a document, or answers null where the text is none: such a one equals nothing.</summary>
    public static PolicyDocument? TryParse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject root ? new PolicyDocument(root.ToJsonString(), root) : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            // The latter two: a key that stands twice, text that is no Unicode; found out only when the document is
            // walked.
            return null;
        }
    }

    /// <inheritdoc/>
    public bool Equals(PolicyDocument? other) => other is not null && _meaning == other._meaning;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PolicyDocument);

    /// <inheritdoc/>
    public override int GetHashCode() => _meaning.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Json;
}
