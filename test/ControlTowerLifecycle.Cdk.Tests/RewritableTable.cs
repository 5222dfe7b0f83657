namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>A table of a document, found by its heading line, that a test compares and can rewrite.</summary>
internal sealed class RewritableTable(string document, string heading)
{
    private const int HeadingAndRule = 2;

    private readonly string _path = SourceTree.File(document);

    /// <summary>The rows as written, without heading and rule; empty if there is no such table.</summary>
    public IReadOnlyList<string> Rows => RowsIn(File.ReadAllLines(_path));

    /// <summary>Replaces the rows.</summary>
    public void Replace(IReadOnlyList<string> rows)
    {
        var lines = File.ReadAllLines(_path).ToList();
        var first = lines.IndexOf(heading) + HeadingAndRule;
        lines.RemoveRange(first, RowsIn(lines).Count);
        lines.InsertRange(first, rows);
        File.WriteAllText(_path, string.Join('\n', lines) + "\n");
    }

    private IReadOnlyList<string> RowsIn(IEnumerable<string> lines) =>
    [
        .. lines
            .SkipWhile(line => line != heading)
            .Skip(HeadingAndRule)
            .TakeWhile(line => line.StartsWith('|')),
    ];
}
