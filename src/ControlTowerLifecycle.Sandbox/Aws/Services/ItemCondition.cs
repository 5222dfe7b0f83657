using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// A ConditionExpression. Supported are clauses joined by OR: <c>attribute_not_exists(name)</c>, <c>name = :value</c>,
/// <c>name &lt; :value</c> and <c>NOT contains(name, :value)</c> for a set of strings. As in DynamoDB, a comparison is false
/// if the attribute is missing or the types differ.
/// </summary>
internal sealed partial class ItemCondition
{
    private readonly List<Func<JsonObject?, bool>> _clauses = [];

    private ItemCondition(string? expression, JsonObject values, HashSet<string> used)
    {
        foreach (var clause in expression?.Split(" OR ", StringSplitOptions.TrimEntries) ?? [])
            _clauses.Add(Clause(clause, values, used));

        if (values.Select(value => value.Key).Except(used, StringComparer.Ordinal).FirstOrDefault() is { } unused)
            throw Invalid(
                $"Value provided in ExpressionAttributeValues unused in expressions: keys: {{{unused}}}");
    }

    /// <param name="call">The call.</param>
    /// <param name="usedByUpdate">The values that the update expression of the call uses.</param>
    public static ItemCondition Read(AwsCall call, params IEnumerable<string> usedByUpdate) => new(
        call.Text("ConditionExpression"),
        call.Input["ExpressionAttributeValues"] as JsonObject ?? [],
        new HashSet<string>(usedByUpdate, StringComparer.Ordinal));

    public bool Holds(JsonObject? item) => _clauses.Count == 0 || _clauses.Exists(clause => clause(item));

    private static Func<JsonObject?, bool> Clause(string text, JsonObject values, HashSet<string> used)
    {
        if (AbsencePattern().Match(text) is { Success: true } absence)
            return item => item?[absence.Groups["name"].Value] is null;
        if (NotContainedPattern().Match(text) is { Success: true } contained)
        {
            var (set, member) = (contained.Groups["name"].Value, Value(contained, values, used));
            return item => (item?[set]?["SS"] as JsonArray)?.Any(
                stored => stored!.GetValue<string>() == (string?)member["S"]) != true;
        }

        if (ComparisonPattern().Match(text) is not { Success: true } comparison)
            throw Invalid($"Invalid ConditionExpression: the sandbox does not support '{text}'");

        var value = Value(comparison, values, used);
        var name = comparison.Groups["name"].Value;
        return comparison.Groups["operator"].Value == "="
            ? item => Compare(item?[name], value) == 0
            : item => Compare(item?[name], value) < 0;
    }

    private static JsonObject Value(Match clause, JsonObject values, HashSet<string> used)
    {
        var placeholder = clause.Groups["value"].Value;
        used.Add(placeholder);
        return values[placeholder] as JsonObject ?? throw Invalid(
            "Invalid ConditionExpression: An expression attribute value used in expression is not defined; "
            + $"attribute value: {placeholder}");
    }

    /// <returns>Null if the values cannot be compared.</returns>
    private static int? Compare(JsonNode? stored, JsonObject value) =>
        (stored?["N"], value["N"], stored?["S"], value["S"]) switch
        {
            ({ } left, { } right, _, _) => Number(left).CompareTo(Number(right)),
            (_, _, { } left, { } right) => string.CompareOrdinal(left.GetValue<string>(), right.GetValue<string>()),
            _ => null,
        };

    private static decimal Number(JsonNode number) =>
        decimal.Parse(number.GetValue<string>(), CultureInfo.InvariantCulture);

    private static AwsErrorException Invalid(string message) =>
        new("com.amazon.coral.validate#ValidationException", message);

    [GeneratedRegex(@"^attribute_not_exists\((?<name>[A-Za-z]\w*)\)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AbsencePattern();

    [GeneratedRegex(@"^NOT contains\((?<name>[A-Za-z]\w*), (?<value>:\w+)\)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotContainedPattern();

    [GeneratedRegex(@"^(?<name>[A-Za-z]\w*) (?<operator>[=<]) (?<value>:\w+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComparisonPattern();
}
