using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>
/// README is the one place that describes the settings. Its table is compared with the classes that read them.
/// </summary>
public sealed partial class SettingsPageTests
{
    /// <summary>Not for users: the stack passes the maximum receive count of its own work queue.</summary>
    private const string PassedByTheStack = "MAXIMUM_RECEIVES";

    [Fact]
    public void Every_setting_that_the_code_reads_has_exactly_one_row() =>
        Assert.Equal(SettingsOfTheCode().Where(name => name != PassedByTheStack), SettingsOfThePage());

    [Fact]
    public void The_setting_that_the_stack_passes_is_read_by_the_code() =>
        Assert.Contains(PassedByTheStack, SettingsOfTheCode());

    /// <summary>The AWS_ variables are those of every AWS SDK.</summary>
    private static IEnumerable<string> SettingsOfTheCode() =>
        Repository.Files("src/ControlTowerLifecycle/Hosting", "*.cs")
            .SelectMany(file => ReadSetting().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !name.StartsWith("AWS_", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> SettingsOfThePage() =>
        DocumentTable.Of("README.md", "| name | meaning | default |").Rows
            .Select(cells => cells[0].Trim('`'))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("""\bread\.\w+(<[^>]+>)?\(\s*"(?<name>[A-Z_]+)",""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadSetting();
}
