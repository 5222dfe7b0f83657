using System.IO.Enumeration;
using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>One statement of a policy.</summary>
internal sealed class PolicyStatement
{
    private readonly string[] actions;
    private readonly bool actionsExcluded;
    private readonly string[] resources;
    private readonly bool resourcesExcluded;
    private readonly string[] principals;
    private readonly PolicyCondition[] conditions;
    private readonly PolicyKind kind;

    private PolicyStatement(JsonElement json, PolicyKind kind)
    {
        this.kind = kind;
        Allows = EffectOf(json);
        actionsExcluded = json.TryGetProperty("NotAction", out _);
        actions = TextsOf(json, actionsExcluded ? "NotAction" : "Action");
        resourcesExcluded = json.TryGetProperty("NotResource", out _);
        resources = kind == PolicyKind.Identity ? TextsOf(json, resourcesExcluded ? "NotResource" : "Resource") : [];
        principals = kind == PolicyKind.Trust ? PolicyPrincipals.Of(json) : [];
        conditions = PolicyCondition.Of(json);
        if (kind == PolicyKind.Trust
            && !Array.TrueForAll(actions, each => each.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)))
            throw new PolicyFormatException("AssumeRole policy may only specify STS AssumeRole actions.");
    }

    public bool Allows { get; }

    public static PolicyStatement Parse(JsonElement json, PolicyKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new PolicyFormatException("Syntax errors in policy.");
        foreach (var member in json.EnumerateObject())
        {
            var known = member.Name is "Sid" or "Effect" or "Action" or "NotAction" or "Condition"
                || (kind == PolicyKind.Trust ? member.Name is "Principal" : member.Name is "Resource" or "NotResource");
            if (!known)
                throw new PolicyFormatException($"Has prohibited field {member.Name}");
        }

        return new PolicyStatement(json, kind);
    }

    /// <summary>Whether the statement speaks of this call at all.</summary>
    public bool Covers(PolicyQuestion question) =>
        AnyMatches(actions, question.Action, ignoreCase: true) != actionsExcluded
        && (kind == PolicyKind.Trust
            ? PolicyPrincipals.AnyIs(principals, question.Caller)
            : AnyMatches(resources, question.Resource, ignoreCase: false) != resourcesExcluded)
        && Array.TrueForAll(conditions, condition => condition.Holds(question.Context));

    private static bool EffectOf(JsonElement json) =>
        (json.TryGetProperty("Effect", out var effect) ? effect.GetString() : null) switch
        {
            "Allow" => true,
            "Deny" => false,
            _ => throw new PolicyFormatException("Missing required field Effect"),
        };

    private static string[] TextsOf(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
            throw new PolicyFormatException($"Missing required field {name}");
        var texts = PolicyTexts.Of(value);
        if (Array.Exists(texts, text => text.Contains("${", StringComparison.Ordinal)))
            throw new PolicyFormatException("The sandbox does not evaluate policy variables.");
        return texts;
    }

    private static bool AnyMatches(string[] patterns, string text, bool ignoreCase) =>
        Array.Exists(patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase));
}
