using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Compares alarms and commands of docs/operations.md with the approved templates.</summary>
public sealed partial class AlarmRunbookTests
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    private static readonly string Page = File.ReadAllText(SourceTree.File("docs/operations.md"));

    private static readonly JsonObject Template = Approved(LifecycleApp.StackName);
    private static readonly JsonObject Forwarder = Approved(LifecycleApp.ForwarderName);

    [Fact]
    public void Every_alarm_has_an_entry_and_every_entry_an_alarm() =>
        Assert.Equal(Alarms().Select(alarm => alarm.Key), Entries().Select(entry => entry.Groups["alarm"].Value));

    [Fact]
    public void Every_alarm_names_its_entry() =>
        Assert.All(Alarms(), alarm => Assert.EndsWith(
            $" Runbook: docs/operations.md#{alarm.Key.ToLowerInvariant()}",
            (string)alarm.Value!["Properties"]!["AlarmDescription"]!,
            StringComparison.Ordinal));

    [Fact]
    public void Every_entry_states_meaning_evidence_action_and_end() =>
        Assert.All(Entries(), entry => Assert.Equal(
            ["Means", "See", "Run", "Ends"],
            Lead().Matches(entry.Groups["text"].Value).Select(lead => lead.Groups["word"].Value)));

    [Fact]
    public void Commands_use_exactly_the_outputs_of_the_template() =>
        Assert.Equal(
            Template["Outputs"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal),
            Named(Output()).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_resource_in_a_command_exists() =>
        Assert.Empty(Named(Resource())
            .Except(Template["Resources"]!.AsObject().Select(pair => pair.Key), StringComparer.Ordinal));

    private static JsonObject Approved(string stack) => JsonNode.Parse(File.ReadAllText(
        SourceTree.TestFile($"Approved/{stack}.template.json")))!.AsObject();

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Alarms() =>
        Template["Resources"]!.AsObject().Concat(Forwarder["Resources"]!.AsObject())
            .Where(pair => (string?)pair.Value!["Type"] == "AWS::CloudWatch::Alarm");

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
