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

    /// <summary>Code spans, which may contain a pattern that looks like a link.</summary>
    [GeneratedRegex("`[^`\\n]*`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
