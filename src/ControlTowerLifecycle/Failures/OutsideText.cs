using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Failures;

/// <summary>
/// Makes text from outside safe to show: names of accounts, messages of vendors and of AWS, values of settings. Text
/// that is not cleaned can add lines of its own to a mail, color a terminal, or change the order of what is read.
/// </summary>
internal static partial class OutsideText
{
    /// <summary>In characters. The name of an AWS account has 50 at most.</summary>
    public const int LongestName = 100;

    /// <summary>In characters. Enough for every sentence of this program.</summary>
    public const int LongestSentence = 4000;

    /// <summary>In characters. The API keys of the vendor and of AWS are longer.</summary>
    private const int ShorterThanAnyKey = 12;

    /// <summary>
    /// The text on one line: control characters and line breaks are spaces, characters that only direct the display
    /// (bidirectional overrides, zero-width characters) are removed, and text that is too long is cut. The user name
    /// and the password of a URL are removed.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text, int maximumLength)
    {
        if (text is null)
            return null;

        // For example the URI of a proxy. Most texts have none.
        if (text.Contains('@', StringComparison.Ordinal))
            text = UserInfoPattern().Replace(text, "");

        var line = new StringBuilder(Math.Min(text.Length, maximumLength + 1));
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Visible(rune) is not { } visible || (length == 0 && Rune.IsWhiteSpace(visible)))
                continue;

            if (length++ == maximumLength)
                return $"{line.ToString().TrimEnd()}…";

            line.Append(visible);
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The name of an account.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static string? CleanName(string? name) => Clean(name, LongestName);

    /// <summary>A sentence, for example a cause.</summary>
    [return: NotNullIfNotNull(nameof(sentence))]
    public static string? CleanSentence(string? sentence) => Clean(sentence, LongestSentence);

    /// <summary>
    /// An invalid value in quotes. A value that could be a key, entered in the wrong field, is not repeated.
    /// </summary>
    public static string Quote(string? value) =>
        value is null or { Length: <= ShorterThanAnyKey } || NoKeyPattern().IsMatch(value)
            ? $"'{Clean(value ?? "", LongestName)}'"
            : $"a value of {value.Length} characters that is not repeated here";

    /// <returns>The character, a space in its place, or null if it is left out.</returns>
    private static Rune? Visible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new Rune(' '),
        UnicodeCategory.Format => null,

        // The last two of each plane are no characters, and SQS refuses them.
        _ => (rune.Value & 0xFFFE) == 0xFFFE ? new Rune(' ') : rune,
    };

    /// <summary>Digits, a word, the ID of a unit, or the form of an AWS region or Availability Zone.</summary>
    [GeneratedRegex(
        @"\A([0-9 ,;-]{1,40}|[a-z-]{1,24}|(ou|r)-[a-z0-9-]{1,40}|[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}[a-z]?)\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex NoKeyPattern();

    /// <summary>The user name and the password of a URL, with the @ after them.</summary>
    [GeneratedRegex(@"(?<=://)[^/?#\s@]*@", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserInfoPattern();
}
