namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// Wraps text at spaces. A word that is longer than a line, such as an ARN, is broken only after a colon, slash, comma
/// or hyphen: an account id is never broken, so a user can always copy and search it.
/// </summary>
internal static class CellWrapper
{
    private const string BreakCharacters = ":/,-";

    /// <param name="text">One line without control characters.</param>
    /// <param name="width">The maximum length of a line. A part without a break character may be longer.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = line.Length == 0 ? "" : " ";
            foreach (var part in word.Length > width ? Parts(word) : [word])
            {
                if (line.Length > 0 && line.Length + separator.Length + part.Length > width)
                {
                    yield return line;
                    (line, separator) = ("", "");
                }

                line += separator + part;
                separator = "";
            }
        }

        yield return line;
    }

    private static IEnumerable<string> Parts(string word)
    {
        var start = 0;
        for (var index = 0; index < word.Length; index++)
        {
            if (!BreakCharacters.Contains(word[index], StringComparison.Ordinal) && index < word.Length - 1)
                continue;
            yield return word[start..(index + 1)];
            start = index + 1;
        }
    }
}
