using System.IO.Enumeration;
using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>One statement of a policy.</summary>
internal sealed class PolicyStatement
{
    private readonly string[] _actions;
    private readonly bool _actionsExcluded;
    private readonly string[] _resources;
    private readonly bool _resourcesExcluded;
    private readonly string[] _principals;
    private readonly PolicyCondition[] _conditions;
    private readonly PolicyKind _kind;

    private PolicyStatement(JsonElement json, PolicyKind kind)
    {
        _kind = kind;
        Allows = EffectOf(json);
        _actionsExcluded = json.TryGetProperty("NotAction", out _);
        _actions = TextsOf(json, _actionsExcluded ? "NotAction" : "Action");
        _resourcesExcluded = json.TryGetProperty("NotResource", out _);
        _resources = kind == PolicyKind.Identity ? TextsOf(json, _resourcesExcluded ? "NotResource" : "Resource") : [];
        _principals = kind == PolicyKind.Trust ? PolicyPrincipals.Of(json) : [];
        _conditions = PolicyCondition.Of(json);
        if (kind == PolicyKind.Trust
            && !Array.TrueForAll(_actions, each => each.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)))
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
    public bool Covers(PolicyRequest question) =>
        AnyMatches(_actions, question.Action, ignoreCase: true) != _actionsExcluded
        && (_kind == PolicyKind.Trust
            ? PolicyPrincipals.AnyIs(_principals, question.Caller)
            : AnyMatches(_resources, question.Resource, ignoreCase: false) != _resourcesExcluded)
        && Array.TrueForAll(_conditions, condition => condition.Holds(question.Context));

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
