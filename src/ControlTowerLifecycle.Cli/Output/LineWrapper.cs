namespace ControlTowerLifecycle.Cli.Output;

/// <summary>
/// Wraps text at spaces. A word is never broken, even if it is longer than a line: an ID or an ARN can always be copied.
/// </summary>
internal static class LineWrapper
{
    /// <param name="text">One line without control characters.</param>
    /// <param name="width">The length of a line; a longer word is a line of its own.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        if (text.Length <= width)
        {
            yield return text;
            yield break;
        }

        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
