using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>README's table of settings is held against the one place that reads them.</summary>
public sealed partial class SettingsPageTests
{
    [Fact]
    public void Every_setting_that_is_read_is_there_and_no_other()
    {
        var read = Read().Matches(Repository.Read("src/ControlTowerLifecycle/Hosting/LifecycleSettings.cs"))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !name.StartsWith("AWS_", StringComparison.Ordinal));
        var shown = DocumentTable.Of("README.md", "| name | meaning | default |").Rows
            .SelectMany(cells => cells[0].Split(", "))
            .Select(name => name.Trim('`'));

        Assert.Equal(
            read.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""\bread\.\w+(<[^>]+>)?\(\s*"(?<name>[A-Z_]+)",""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Read();
}
