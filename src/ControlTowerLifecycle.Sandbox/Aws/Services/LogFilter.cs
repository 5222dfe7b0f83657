using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// A part of the filter patterns of CloudWatch Logs: quoted terms, which must all occur, or one of which must occur if each
/// begins with <c>?</c>; and JSON selectors compared with <c>=</c> or <c>!=</c> and joined by <c>&amp;&amp;</c> or <c>||</c>,
/// without parentheses. Anything else is refused.
/// </summary>
internal static partial class LogFilter
{
    /// <param name="pattern">The pattern; empty matches every line.</param>
    /// <param name="invalid">Creates the refusal.</param>
    public static Func<string, bool> Parse(string pattern, Func<string, Exception> invalid)
    {
        pattern = pattern.Trim();
        if (pattern is [])
            return _ => true;
        if (pattern is ['{', .., '}'])
            return ParseSelectors(pattern[1..^1], invalid);
        if (OptionalTerms().IsMatch(pattern))
            return AnyTerm([.. Term().Matches(pattern).Select(term => term.Groups["term"].Value)]);
        return QuotedTerms().IsMatch(pattern)
            ? Terms([.. Term().Matches(pattern).Select(term => term.Groups["term"].Value)])
            : throw invalid($"The sandbox does not support the filter pattern: {pattern}");
    }

    private static Func<string, bool> Terms(IReadOnlyList<string> terms) =>
        line => terms.All(term => line.Contains(term, StringComparison.Ordinal));

    private static Func<string, bool> AnyTerm(IReadOnlyList<string> terms) =>
        line => terms.Any(term => line.Contains(term, StringComparison.Ordinal));

    private static Func<string, bool> ParseSelectors(string text, Func<string, Exception> invalid)
    {
        var alternatives = text.Split("||").Select(part => part.Split("&&").Select(One).ToList()).ToList();
        return line => ParseLine(line) is { } json && alternatives.Exists(all => all.TrueForAll(one => one(json)));

        Func<JsonNode, bool> One(string comparison)
        {
            var match = Comparison().Match(comparison);
            if (!match.Success)
                throw invalid($"Invalid filter pattern: {comparison.Trim()}");
            var path = match.Groups["path"].Value.Split('.');
            var wanted = match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["number"].Value;
            var isEqual = match.Groups["operator"].Value == "=";
            return json => Find(json, path) is { } value && (value == wanted) == isEqual;
        }
    }

    private static JsonNode? ParseLine(string line)
    {
        try
        {
            return line is ['{', ..] ? JsonNode.Parse(line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Find(JsonNode json, IEnumerable<string> path)
    {
        JsonNode? at = json;
        foreach (var name in path)
            at = (at as JsonObject)?[name];
        return at is JsonValue value ? value.ToString() : null;
    }

    [GeneratedRegex("""^("[^"]*"\s*)+$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedTerms();

    [GeneratedRegex("""^(\?"[^"]*"\s*)+$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionalTerms();

    [GeneratedRegex("""["](?<term>[^"]*)["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Term();

    [GeneratedRegex(
        """^\s*\(?\s*\$\.(?<path>[\w.]+)\s*(?<operator>!?=)\s*("(?<text>[^"]*)"|(?<number>-?[\d.]+))\s*\)?\s*$""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Comparison();
}
