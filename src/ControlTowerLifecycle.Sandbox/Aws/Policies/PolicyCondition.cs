using System.IO.Enumeration;
using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// One key of one operator in a Condition element. Operators: StringEquals, StringNotEquals, StringEqualsIgnoreCase,
/// StringLike, StringNotLike, ArnEquals, ArnLike, ArnNotEquals, ArnNotLike, Bool, Null; each also with IfExists or
/// ForAllValues: both hold if the key is missing, and no key here has several values. A policy with another operator is
/// refused, because a test must not pass on a condition that was not evaluated.
/// </summary>
internal sealed class PolicyCondition
{
    private const string IfExists = "IfExists";
    private const string ForAllValues = "ForAllValues:";
    private readonly string _test;
    private readonly bool _passesWithoutKey;
    private readonly string _key;
    private readonly string[] _values;

    private PolicyCondition(string name, string key, string[] values)
    {
        var isForAll = name.StartsWith(ForAllValues, StringComparison.Ordinal);
        var isOptional = name.EndsWith(IfExists, StringComparison.Ordinal);
        _passesWithoutKey = isForAll || isOptional;
        _test = name[(isForAll ? ForAllValues.Length : 0)..(isOptional ? ^IfExists.Length : ^0)];
        _key = key;
        _values = values;
        if (_test is not ("StringEquals" or "StringNotEquals" or "StringEqualsIgnoreCase" or "StringLike"
            or "StringNotLike" or "ArnEquals" or "ArnLike" or "ArnNotEquals" or "ArnNotLike" or "Bool" or "Null"))
        {
            throw new PolicyFormatException($"The sandbox does not evaluate the condition operator {name}.");
        }
    }

    public static PolicyCondition[] Parse(JsonElement statement) =>
        statement.TryGetProperty("Condition", out var condition)
        ? [.. from operation in condition.EnumerateObject()
              from key in operation.Value.EnumerateObject()
              select new PolicyCondition(operation.Name, key.Name, PolicyTexts.Read(key.Value))]
        : [];

    public string Key => _key;

    public bool Holds(IReadOnlyDictionary<string, string> context)
    {
        var present = context.TryGetValue(_key, out var actual);
        if (_test == "Null")
            return Array.Exists(_values, value => value == "true") != present;
        var negative = _test is "StringNotEquals" or "StringNotLike" or "ArnNotEquals" or "ArnNotLike";
        if (!present)
            return negative || _passesWithoutKey;
        return Array.Exists(_values, value => Matches(value, actual!)) != negative;
    }

    private bool Matches(string value, string actual) => _test switch
    {
        "StringEquals" or "StringNotEquals" => string.Equals(value, actual, StringComparison.Ordinal),
        "StringEqualsIgnoreCase" or "Bool" => string.Equals(value, actual, StringComparison.OrdinalIgnoreCase),
        _ => FileSystemName.MatchesSimpleExpression(value, actual, ignoreCase: false),
    };
}
