using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

public sealed partial class DesignDecisionsTests
{
    private static readonly string Sources = string.Concat(Repository.Files("test", "*.cs").Select(File.ReadAllText));

    public static TheoryData<string, string> NamedTests => [.. TestName().Matches(Repository.Read("docs/design.md"))
        .Select(match => (match.Groups["class"].Value, match.Groups["method"].Value))];

    [Theory]
    [MemberData(nameof(NamedTests))]
    public void A_test_that_a_decision_names_exists(string className, string method)
    {
        var start = Sources.IndexOf($"class {className}", StringComparison.Ordinal);

        Assert.True(start >= 0, $"There is no test class {className}.");
        Assert.Contains($" {method}(", Sources[start..NextClass(start)], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_decision_but_those_of_form_names_a_test()
    {
        var decisions = Repository.Read("docs/design.md").Split("\n**")[1..];

        var without = decisions.Where(text => !text.Contains("Tests.", StringComparison.Ordinal)).Select(text => text.Split('.')[0]);

        Assert.Equal(["26", "27", "28"], without);
    }

    private static int NextClass(int start)
    {
        var next = Sources.IndexOf("\nnamespace ", start, StringComparison.Ordinal);
        return next < 0 ? Sources.Length : next;
    }

    [GeneratedRegex(@"`(?<class>\w+(Tests|Contract))\.(?<method>\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
