using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>
/// Dead letters with one cause: the same kind and step, and the same sentence apart from account ids, request ids and times.
/// </summary>
/// <param name="Number">From 1; the cause with the most letters comes first.</param>
/// <param name="Letters">At least one, the oldest first.</param>
internal sealed partial record LetterCause(int Number, IReadOnlyList<Letter> Letters)
{
    public Letter First => Letters[0];

    public IReadOnlyList<string> Accounts { get; } =
        [.. Letters.SelectMany(letter => letter.Accounts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Null if SQS did not say when.</summary>
    public DateTimeOffset? OldestAt => First.Message.SentAt;

    public static IReadOnlyList<LetterCause> Group(IEnumerable<Letter> letters) =>
    [
        .. letters
            .GroupBy(letter => (letter.Kind, letter.Step, Sentence: Variables().Replace(letter.Cause, "#")))
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Step, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Sentence, StringComparer.Ordinal)
            .Select((group, index) => new LetterCause(
                index + 1, [.. group.OrderBy(letter => letter.Message.SentAt).ThenBy(letter => letter.Message.Id, StringComparer.Ordinal)])),
    ];

    /// <summary>Account ids, request ids, other long numbers in hexadecimal, and times.</summary>
    [GeneratedRegex(
        @"\b(\d{12}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{16,}|\d{4}-\d\d-\d\dT[\d:.]+Z?)\b",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Variables();
}
