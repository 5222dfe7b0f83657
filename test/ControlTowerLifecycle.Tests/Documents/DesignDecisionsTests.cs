using System.Globalization;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

public sealed partial class DesignDecisionsTests
{
    private static readonly string Sources = string.Concat(Repository.Files("test", "*.cs").Select(File.ReadAllText));

    public static TheoryData<string, string> NamedTests =>
    [
        .. TestName().Matches(Repository.Read("docs/design.md") + Repository.Read("docs/security.md"))
            .Select(match => (match.Groups["class"].Value, match.Groups["method"].Value))
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(NamedTests))]
    public void Test_named_by_a_decision_or_a_threat_exists(string className, string method)
    {
        var parts = Parts(className).ToList();

        Assert.True(parts.Count > 0, $"There is no test class {className}.");
        Assert.Contains(parts, part => part.Contains($" {method}(", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_decision_names_a_test()
    {
        var decisions = Repository.Read("docs/design.md").Split("\n**")[1..];

        Assert.Empty(decisions.Where(text => !TestName().IsMatch(text)).Select(text => text.Split('.')[0]));
    }

    [Fact]
    public void Every_threat_names_what_holds_its_protection()
    {
        var rows = Repository.Read("docs/security.md").Split("| threat | protection | held by |\n")[1].Split('\n')
            .Skip(1).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|')).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, cells => Assert.True(cells.Length == 3 && cells[2].Trim().Length > 10, cells[0]));
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

    /// <summary>A partial class has more than one part.</summary>
    private static IEnumerable<string> Parts(string className) => Sources.Split("\nnamespace ")
        .Where(part => Regex.IsMatch(part, $@"\bclass {className}\b", RegexOptions.None, TimeSpan.FromSeconds(1)));

    [GeneratedRegex(@"^\*\*(?<number>\d+)\. ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\bdecision (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"`(?<class>\w+(Tests|Contract))\.(?<method>\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
