using System.Text;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Text for chat applications, whose markdown and mentions text from outside must not use: it is shown as code, and the
/// characters that could end the code, mention somebody or make a link become similar ones.
/// </summary>
internal static class ChatMarkdown
{
    /// <param name="text">Text from outside, or a command.</param>
    /// <param name="maximumLength">In characters, of the text.</param>
    public static string Code(string? text, int maximumLength)
    {
        var shown = new StringBuilder("`");
        foreach (var character in OutsideText.Clean(text ?? "", maximumLength))
            shown.Append(Harmless(character));
        return shown.Length == 1 ? "" : shown.Append('`').ToString();
    }

    /// <summary>Words without a character that has a meaning in markdown, or that can be a link.</summary>
    public static bool IsPlain(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character is ' ' or '-' or ':');

    private static char Harmless(char character) => character switch
    {
        '`' => '\'',
        '<' => '‹',
        '>' => '›',
        '@' => '＠',
        '|' => '¦',
        _ => character,
    };
}
