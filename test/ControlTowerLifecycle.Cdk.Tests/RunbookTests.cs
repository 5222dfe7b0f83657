using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>docs/operations.md is held against the approved templates: their alarms, and what its commands name.</summary>
public sealed partial class RunbookTests
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    private static readonly string Page = File.ReadAllText(Repository.File("docs/operations.md"));

    private static readonly JsonObject Template = Approved(LifecycleApp.StackName);
    private static readonly JsonObject Forwarder = Approved(LifecycleApp.ForwarderName);

    [Fact]
    public void Every_alarm_has_an_entry_and_every_entry_an_alarm() =>
        Assert.Equal(
            Template["Resources"]!.AsObject().Concat(Forwarder["Resources"]!.AsObject())
                .Where(one => (string?)one.Value!["Type"] == "AWS::CloudWatch::Alarm")
                .Select(one => one.Key),
            Entries().Select(entry => entry.Groups["alarm"].Value));

    [Fact]
    public void Every_entry_says_what_it_means_how_to_see_it_what_to_run_and_when_it_ends() =>
        Assert.All(Entries(), entry => Assert.Equal(
            ["Means", "See", "Run", "Ends"],
            Lead().Matches(entry.Groups["text"].Value).Select(lead => lead.Groups["word"].Value)));

    [Fact]
    public void Every_output_is_used_and_every_output_that_is_used_is_there() =>
        Assert.Equal(
            Template["Outputs"]!.AsObject().Select(one => one.Key).Order(StringComparer.Ordinal),
            Named(Output()).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_resource_that_a_command_names_is_there() =>
        Assert.Empty(Named(Resource())
            .Except(Template["Resources"]!.AsObject().Select(one => one.Key), StringComparer.Ordinal));

    private static JsonObject Approved(string stack) => JsonNode.Parse(File.ReadAllText(
        Repository.TestFile($"Approved/{stack}.template.json")))!.AsObject();

    private static IReadOnlyList<Match> Entries() => Entry().Matches(Page).ToList();

    private static IReadOnlySet<string> Named(Regex command)
    {
        var names = command.Matches(Page).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(names);
        return names;
    }

    [GeneratedRegex(@"^### `(?<alarm>Alarm\w+)`\n(?<text>(.*\n)*?)(?=^#)", Options, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\*\*(?<word>\w+)\*\*", Options, 1000)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\$\(output (?<name>\w+)\)", Options, 1000)]
    private static partial Regex Output();

    [GeneratedRegex(@"(\$\(resource |^ask )(?<name>\w+)", Options, 1000)]
    private static partial Regex Resource();
}
