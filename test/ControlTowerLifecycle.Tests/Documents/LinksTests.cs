using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

public sealed partial class LinksTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
        .. Repository.Files("docs", "*.md").Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Target_of_a_link_into_the_repository_exists(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;

        var missing = Link().Matches(Code().Replace(Repository.Read(document), ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.StartsWith("http", StringComparison.Ordinal))
            .Where(target => !File.Exists(Path.GetFullPath(Path.Combine(folder, target))));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Heading_of_a_link_into_a_page_exists(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var page = Code().Replace(Fence().Replace(Repository.Read(document).ReplaceLineEndings("\n"), ""), "");

        var missing = LinkToHeading().Matches(page)
            .Where(link => !Headings(Target(folder, document, link)).Contains(link.Groups["heading"].Value, StringComparer.Ordinal))
            .Select(link => link.Value);

        Assert.Empty(missing);
    }

    private static string Target(string folder, string document, Match link) => link.Groups["target"].Length == 0
        ? Path.Combine(Repository.Root, document)
        : Path.GetFullPath(Path.Combine(folder, link.Groups["target"].Value));

    /// <summary>As GitHub names them.</summary>
    private static IEnumerable<string> Headings(string page) =>
        Heading().Matches(Fence().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), ""))
            .Select(heading => NotInName().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Code spans, which may contain a pattern that looks like a link.</summary>
    [GeneratedRegex("`[^`\\n]*`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    /// <summary>A block of code, in which a comment looks like a heading.</summary>
    [GeneratedRegex(@"^ *```.*?^ *```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?<target>[^)#:]*)#(?<heading>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkToHeading();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInName();
}
