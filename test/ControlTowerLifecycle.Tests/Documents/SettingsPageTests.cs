using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>
/// docs/deploy.md is the one place that describes the settings: most as the parameter that sets them, the others in a table. Both are
/// compared with the classes that read them.
/// </summary>
public sealed partial class SettingsPageTests
{
    /// <summary>Not for users: the stack passes the maximum receive count of its own work queue.</summary>
    private const string PassedByTheStack = "MAXIMUM_RECEIVES";

    private const string Page = "docs/deploy.md";

    [Fact]
    public void Every_setting_that_the_code_reads_has_exactly_one_row() =>
        Assert.Equal(
            SettingsOfTheCode().Where(name => name != PassedByTheStack),
            SettingsOfParameters().Intersect(SettingsOfTheCode(), StringComparer.Ordinal).Concat(OtherSettings())
                .Order(StringComparer.Ordinal));

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

    private static IEnumerable<string> OtherSettings() => Names("| setting | is |");

    private static IEnumerable<string> SettingsOfParameters() => Names("| parameter | meaning | values, default first |")
        .Select(parameter => WordOfParameter().Replace(parameter, "_$0").ToUpperInvariant());

    private static IEnumerable<string> Names(string heading) =>
        DocumentTable.Of(Page, heading).Rows.Select(cells => cells[0].Trim(' ', '`'));

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordOfParameter();

    [GeneratedRegex("""\bread\.\w+(<[^>]+>)?\(\s*"(?<name>[A-Z_]+)",""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadSetting();
}
