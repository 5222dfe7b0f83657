using System.Text.RegularExpressions;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>
/// Dead letters with one cause, as the lifecycle function names it; without its name, those with the same kind and step, and
/// the same sentence apart from account ids, request ids and times.
/// </summary>
/// <param name="Id">The short ID. It depends on nothing but the cause, so it stays the same while letters come and go.</param>
/// <param name="Number">The place in the list, from 1; the cause with the most letters comes first.</param>
/// <param name="Letters">At least one, the oldest first.</param>
internal sealed partial record LetterCause(string Id, int Number, IReadOnlyList<Letter> Letters)
{
    private const string IdAttribute = "causeId";

    public Letter First => Letters[0];

    public IReadOnlyList<string> Accounts { get; } =
        [.. Letters.SelectMany(letter => letter.Accounts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Null if SQS did not say when.</summary>
    public DateTimeOffset? OldestAt => First.Message.SentAt;

    public static IReadOnlyList<LetterCause> Group(IEnumerable<Letter> letters) =>
    [
        .. letters
            .GroupBy(letter => letter.CauseIds[0], StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select((group, index) => new LetterCause(
                group.Key,
                index + 1,
                [.. group.OrderBy(letter => letter.Message.SentAt).ThenBy(letter => letter.Message.Id, StringComparer.Ordinal)])),
    ];

    /// <summary>A message of several accounts can have several causes, with commas between.</summary>
    public static IReadOnlyList<string> IdsOf(Letter letter)
    {
        string[] named =
        [
            .. letter.Message.Attributes.GetValueOrDefault(IdAttribute, "")
                .Split(',', StringSplitOptions.TrimEntries).Where(CauseId.IsShort),
        ];
        var derived = string.Join('|', letter.Kind, letter.Step, letter.CanBeRedriven, Variables().Replace(letter.Cause, "#"));
        return named is not [] ? named : [CauseId.Of(derived).Short];
    }

    /// <summary>Account ids, request ids, other long numbers in hexadecimal, and times.</summary>
    [GeneratedRegex(
        @"\b(\d{12}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{16,}|\d{4}-\d\d-\d\dT[\d:.]+Z?)\b",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Variables();
}
