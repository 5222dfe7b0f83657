using System.IO.Enumeration;
using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

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
        Allows = ReadEffect(json);
        _actionsExcluded = json.TryGetProperty("NotAction", out _);
        _actions = ReadTexts(json, _actionsExcluded ? "NotAction" : "Action");
        _resourcesExcluded = json.TryGetProperty("NotResource", out _);
        _resources = kind != PolicyKind.Trust
            ? ReadTexts(json, _resourcesExcluded ? "NotResource" : "Resource")
            : [];
        _principals = kind == PolicyKind.Identity ? [] : PolicyPrincipals.Parse(json, withServices: kind == PolicyKind.Resource);
        _conditions = PolicyCondition.Parse(json);
        if (kind == PolicyKind.Trust
            && !Array.TrueForAll(_actions, action => action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)))
            throw new PolicyFormatException("AssumeRole policy may only specify STS AssumeRole actions.");
    }

    public bool Allows { get; }

    public IEnumerable<string> ConditionKeys => _conditions.Select(condition => condition.Key);

    public static PolicyStatement Parse(JsonElement json, PolicyKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new PolicyFormatException("Syntax errors in policy.");
        foreach (var member in json.EnumerateObject())
        {
            var known = member.Name is "Sid" or "Effect" or "Action" or "NotAction" or "Condition"
                || (kind != PolicyKind.Identity && member.Name is "Principal")
                || (kind != PolicyKind.Trust && member.Name is "Resource" or "NotResource");
            if (!known)
                throw new PolicyFormatException($"Has prohibited field {member.Name}");
        }

        return new PolicyStatement(json, kind);
    }

    /// <summary>True if the statement applies to the request.</summary>
    public bool Covers(PolicyRequest request) =>
        AnyMatches(_actions, request.Action, ignoreCase: true) != _actionsExcluded
        && (_kind == PolicyKind.Identity || PolicyPrincipals.AnyMatches(_principals, request.Caller))
        && (_kind == PolicyKind.Trust
            || AnyMatches(_resources, request.Resource, ignoreCase: false) != _resourcesExcluded)
        && Array.TrueForAll(_conditions, condition => condition.Holds(request.Context));

    private static bool ReadEffect(JsonElement json) =>
        (json.TryGetProperty("Effect", out var effect) ? effect.GetString() : null) switch
        {
            "Allow" => true,
            "Deny" => false,
            _ => throw new PolicyFormatException("Missing required field Effect"),
        };

    private static string[] ReadTexts(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
            throw new PolicyFormatException($"Missing required field {name}");
        var texts = PolicyTexts.Read(value);
        if (Array.Exists(texts, text => text.Contains("${", StringComparison.Ordinal)))
            throw new PolicyFormatException("The sandbox does not evaluate policy variables.");
        return texts;
    }

    private static bool AnyMatches(string[] patterns, string text, bool ignoreCase) =>
        Array.Exists(patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase));
}
