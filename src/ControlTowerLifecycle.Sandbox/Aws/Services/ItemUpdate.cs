using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// An UpdateExpression. Supported are <c>SET name = :value, …</c>, <c>ADD name :set</c> and <c>DELETE name :set</c> for sets
/// of strings. As in DynamoDB, a set that becomes empty is removed.
/// </summary>
internal sealed partial class ItemUpdate
{
    private readonly List<Action<JsonObject>> _actions = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly JsonObject _values;

    public ItemUpdate(AwsCall call, ISet<string> used)
    {
        _values = call.Input["ExpressionAttributeValues"] as JsonObject ?? [];
        var expression = call.Required("UpdateExpression");
        var clauses = ClausePattern().Match(expression);
        if (!clauses.Success)
            throw Invalid($"Syntax error; the sandbox does not support '{expression}'");

        var verbs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (verb, actions) in clauses.Groups["verb"].Captures.Zip(clauses.Groups["actions"].Captures))
        {
            if (!verbs.Add(verb.Value))
                throw Invalid($"The \"{verb.Value}\" section can only be used once in an update expression");
            foreach (var action in actions.Value.Split(',', StringSplitOptions.TrimEntries))
                _actions.Add(Action(verb.Value, action, used));
        }
    }

    public void Apply(JsonObject item)
    {
        foreach (var action in _actions)
            action(item);
    }

    private Action<JsonObject> Action(string verb, string text, ISet<string> used)
    {
        var match = (verb == "SET" ? AssignmentPattern() : SetPattern()).Match(text);
        if (!match.Success)
            throw Invalid($"Syntax error; the sandbox does not support '{verb} {text}'");
        var (name, placeholder) = (match.Groups["name"].Value, match.Groups["value"].Value);
        used.Add(placeholder);
        if (!_paths.Add(name))
            throw Invalid($"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [{name}]");
        var value = _values[placeholder] as JsonObject ?? throw Invalid(
            "An expression attribute value used in expression is not defined; attribute value: " + placeholder);
        if (verb == "SET")
            return item => item[name] = value.DeepClone();
        var members = value["SS"] as JsonArray ?? throw Invalid(
            $"Incorrect operand type for operator or function; operator: {verb}, operand type: {value.First().Key}");
        return item => Change(item, name, verb, [.. members.Select(member => member!.GetValue<string>())]);
    }

    private static void Change(JsonObject item, string name, string verb, IReadOnlyList<string> members)
    {
        if (item[name] is { } stored && stored["SS"] is not JsonArray)
            throw Invalid("An operand in the update expression has an incorrect data type");
        var set = new SortedSet<string>(
            (item[name]?["SS"] as JsonArray ?? []).Select(member => member!.GetValue<string>()), StringComparer.Ordinal);
        if (verb == "ADD")
            set.UnionWith(members);
        else
            set.ExceptWith(members);
        item.Remove(name);
        if (set.Count > 0)
            item[name] = new JsonObject { ["SS"] = new JsonArray([.. set.Select(member => (JsonNode)member)]) };
    }

    private static AwsErrorException Invalid(string message) =>
        new("com.amazon.coral.validate#ValidationException", $"Invalid UpdateExpression: {message}");

    [GeneratedRegex(
        @"\A((?<verb>SET|ADD|DELETE) (?<actions>.+?)(?= SET | ADD | DELETE |\z) ?)+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClausePattern();

    [GeneratedRegex(@"\A(?<name>[A-Za-z]\w*) = (?<value>:\w+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AssignmentPattern();

    [GeneratedRegex(@"\A(?<name>[A-Za-z]\w*) (?<value>:\w+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetPattern();
}
