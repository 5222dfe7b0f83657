namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>A table of a document, identified by its heading line.</summary>
/// <param name="Rows">The cells of each row, without the heading and the line below it.</param>
internal sealed record DocumentTable(IReadOnlyList<string[]> Rows)
{
    private const int HeadingLines = 2;

    public static DocumentTable Of(string document, string heading) => Assert.Single(AllOf(document, heading));

    public static IReadOnlyList<DocumentTable> AllOf(string document, string heading)
    {
        var lines = Repository.Read(document).ReplaceLineEndings("\n").Split('\n');
        return
        [
            .. lines.Index()
                .Where(line => line.Item == heading)
                .Select(line => From(lines[(line.Index + HeadingLines)..])),
        ];
    }

    private static DocumentTable From(IEnumerable<string> lines) => new(
        [
            .. lines.TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split(" | ", StringSplitOptions.TrimEntries)),
        ]);
}
