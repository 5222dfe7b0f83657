using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The CDK context: what <c>-c name=value</c>, cdk.json, cdk.context.json and ~/.cdk.json contain.
/// </summary>
internal sealed class StackContext
{
    /// <summary>The environment variable in which the CDK's command line passes the context to the app.</summary>
    public const string Variable = "CDK_CONTEXT_JSON";

    private static readonly string[] Keys = ["account", "launch", "package", "packageArm64", "region"];

    /// <summary>Keys of the command line itself that have no prefix.</summary>
    private static readonly string[] KeysOfTheCdk = ["acknowledged-issue-numbers", "cli-telemetry"];

    /// <summary>A key with more differences is probably not a misspelling.</summary>
    private const int MaximumDistance = 3;

    private readonly JsonObject _values;

    private StackContext(JsonObject values) => _values = values;

    /// <param name="json">The value of <see cref="Variable"/>; null if the app is not started by the CDK.</param>
    public static StackContext Parse(string? json) =>
        new(string.IsNullOrEmpty(json) ? [] : JsonNode.Parse(json)!.AsObject());

    /// <summary>The value of a key; null if it is missing or empty.</summary>
    public string? Text(string key) => _values[key]?.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A sentence for each key that this app does not know: a misspelled key would be ignored.</summary>
    public IEnumerable<string> FindUnknownKeys() => _values
        .Select(value => value.Key)
        .Where(key => !Keys.Contains(key, StringComparer.Ordinal) && !IsOfTheCdk(key))
        .Select(key => $"unknown context key '{key}'{Suggest(key)} (valid keys: {string.Join(", ", Keys)})");

    // Its own keys are such as aws:cdk:bundling-stacks, @aws-cdk/core:checkSecretUsage, ssm:account=…
    private static bool IsOfTheCdk(string key) =>
        key.Contains(':', StringComparison.Ordinal) || key.StartsWith('@')
        || KeysOfTheCdk.Contains(key, StringComparer.Ordinal);

    private static string Suggest(string key)
    {
        var nearest = Keys.GroupBy(known => EditDistance(key.ToLowerInvariant(), known)).MinBy(keys => keys.Key)!;
        return nearest.Key <= MaximumDistance ? $"; did you mean {string.Join(" or ", nearest)}?" : "";
    }

    /// <summary>Levenshtein's distance: how many letters are inserted, removed or replaced.</summary>
    private static int EditDistance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, 1 + Math.Min(previous[column], current[column - 1]));
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
