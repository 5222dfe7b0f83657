using System.Globalization;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

public sealed partial class DesignDecisionsTests
{
    private static readonly string Sources = string.Concat(Repository.Files("test", "*.cs").Select(File.ReadAllText));

    public static TheoryData<string, string> NamedTests => [.. TestName().Matches(Repository.Read("docs/design.md"))
        .Select(match => (match.Groups["class"].Value, match.Groups["method"].Value))];

    [Theory]
    [MemberData(nameof(NamedTests))]
    public void Test_named_by_a_decision_exists(string className, string method)
    {
        var start = Sources.IndexOf($"class {className}", StringComparison.Ordinal);

        Assert.True(start >= 0, $"There is no test class {className}.");
        Assert.Contains($" {method}(", Sources[start..NextClass(start)], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_decision_names_a_test()
    {
        var decisions = Repository.Read("docs/design.md").Split("\n**")[1..];

        Assert.Empty(decisions.Where(text => !TestName().IsMatch(text)).Select(text => text.Split('.')[0]));
    }

    [Fact]
    public void Decisions_are_numbered_consecutively() =>
        Assert.Equal(Enumerable.Range(1, Numbers.Count), Numbers);

    [Fact]
    public void Decision_named_by_a_text_exists()
    {
        IEnumerable<string> files =
        [
            .. Repository.Files("docs", "*.md"), .. Repository.Files("src", "*.cs"), .. Repository.Files("cdk", "*.cs"),
        ];

        var named = files.SelectMany(file => Pointer().Matches(File.ReadAllText(file))).Select(Number).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Numbers));
    }

    private static List<int> Numbers => [.. Heading().Matches(Repository.Read("docs/design.md")).Select(Number)];

    private static int Number(Match match) => int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    private static int NextClass(int start)
    {
        var next = Sources.IndexOf("\nnamespace ", start, StringComparison.Ordinal);
        return next < 0 ? Sources.Length : next;
    }

    [GeneratedRegex(@"^\*\*(?<number>\d+)\. ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\bdecision (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"`(?<class>\w+(Tests|Contract))\.(?<method>\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
