using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Compares docs/deploy.md with the launch templates: parameters, outputs, and what its commands name.
/// LIFECYCLE_APPROVE=1 rewrites the tables; review their changes like any other change.
/// </summary>
public sealed partial class DeployPageTests
{
    private const string Page = "docs/deploy.md";
    private const string WholeNumber = "Enter a whole number from ";

    private static readonly string Commands =
        File.ReadAllText(SourceTree.File(Page)) + File.ReadAllText(SourceTree.File("docs/operations.md"));

    [Fact]
    public void Every_parameter_is_shown_with_the_description_of_the_console() => AssertShown(
        "| parameter | meaning | values, default first |",
        ParametersOf(SynthesizedApp.Launch.Main));

    [Fact]
    public void Every_parameter_of_the_second_stack_is_shown_with_the_description_of_the_console() => AssertShown(
        "| parameter of the second stack | meaning | values, default first |",
        ParametersOf(SynthesizedApp.Launch.Forwarder!));

    [Fact]
    public void Every_output_is_shown() => AssertShown(
        "| output | use |",
        SynthesizedApp.Lifecycle.Json["Outputs"]!.AsObject()
            .Select(output => Row($"`{output.Key}`", (string)output.Value!["Description"]!)));

    [Fact]
    public void Every_parameter_in_a_command_exists() => AssertExist(
        ParameterInCommand(), SynthesizedApp.Launch.Main.Parameters
            .Concat(SynthesizedApp.Launch.Forwarder!.Parameters));

    [Fact]
    public void Every_resource_in_a_command_exists() =>
        AssertExist(ResourceInCommand(), SynthesizedApp.Lifecycle.Json["Resources"]!.AsObject()
            .Concat(SynthesizedApp.In("eu-west-1").Forwarder!.Json["Resources"]!.AsObject()));

    /// <summary>The section "Settings" says so, and does not list these variables.</summary>
    [Fact]
    public void Variable_of_a_function_has_the_name_of_its_parameter()
    {
        var set = SynthesizedApp.Lifecycle.OfType("AWS::Lambda::Function")
            .Select(function => function.Resource["Properties"]!["Environment"]!["Variables"]!.AsObject())
            .SelectMany(variables => variables, (_, variable) => (variable.Key, Parameters: ReferencesIn(variable.Value!, SynthesizedApp.Lifecycle)))
            .Where(variable => variable.Parameters.Count > 0)
            .ToList();

        Assert.NotEmpty(set);
        Assert.All(set, variable => Assert.Equal(
            variable.Key, WordOfName().Replace(Assert.Single(variable.Parameters), "_$0").ToUpperInvariant()));
    }

    /// <summary>CloudFormation invokes the backfill function again only if a property of its resource changes.</summary>
    [Fact]
    public void Row_without_a_backfill_lists_the_parameters_that_do_not_change_it()
    {
        var template = SynthesizedApp.Launch.Main;
        var (read, unread) = (new HashSet<string>(StringComparer.Ordinal), new Queue<JsonNode>());
        unread.Enqueue(template.Json["Resources"]!["AccountBackfill"]!["Properties"]!);
        var parameters = new HashSet<string>(StringComparer.Ordinal);
        while (unread.TryDequeue(out var node))
        {
            parameters.UnionWith(ReferencesIn(node, template));
            foreach (var condition in ConditionName().Matches(node.ToJsonString()).Select(match => match.Groups["name"].Value))
            {
                if (read.Add(condition))
                    unread.Enqueue(template.Json["Conditions"]![condition]!);
            }
        }

        var row = File.ReadLines(SourceTree.File(Page)).Single(line => line.EndsWith("| no account is queued |", StringComparison.Ordinal));

        Assert.Equal(
            template.Parameters.Select(parameter => parameter.Key).Except(parameters, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ParameterInCode().Matches(row).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> ReferencesIn(JsonNode value, Template template) =>
    [
        .. Reference().Matches(value.ToJsonString())
            .Select(match => match.Groups["name"].Value)
            .Where(template.Parameters.ContainsKey),
    ];

    private static void AssertShown(string heading, IEnumerable<string> rows)
    {
        var table = new RewritableTable(Page, heading);
        if (System.Environment.GetEnvironmentVariable("LIFECYCLE_APPROVE") == "1")
            table.Replace([.. rows]);

        Assert.Equal(string.Join('\n', rows), string.Join('\n', table.Rows));
    }

    private static void AssertExist(Regex named, IEnumerable<KeyValuePair<string, JsonNode?>> existing)
    {
        var names = named.Matches(Commands)
            .Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(existing.Select(pair => pair.Key), StringComparer.Ordinal));
    }

    private static IEnumerable<string> ParametersOf(Template template)
    {
        var page = template.Json["Metadata"]!["AWS::CloudFormation::Interface"]!;
        foreach (var group in page["ParameterGroups"]!.AsArray())
        {
            yield return Row($"**{group!["Label"]!["default"]}**", "", "");
            foreach (var name in group["Parameters"]!.AsArray().Select(item => (string)item!))
            {
                var parameter = template.Parameters[name]!.AsObject();
                yield return Row($"`{name}`", (string)parameter["Description"]!, Values(parameter));
            }
        }
    }

    /// <summary>Not the pattern and the length: the console explains them if a value does not fit.</summary>
    private static string Values(JsonObject parameter)
    {
        var byDefault = parameter["Default"]?.ToString() is { } text ? Code(text) : "required";
        IEnumerable<string> others = parameter switch
        {
            _ when parameter["AllowedValues"] is JsonArray values => values.Select(value => Code($"{value}")),
            _ when (string)parameter["ConstraintDescription"]! is var constraint
                && constraint.StartsWith(WholeNumber, StringComparison.Ordinal)
                    => [constraint[WholeNumber.Length..].TrimEnd('.')],
            _ => [],
        };
        return string.Join(", ", others.Prepend(byDefault).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal));
    }

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static string Row(params string[] cells) => $"|{string.Concat(cells.Select(Cell))}";

    // A bar ends the cell, also within code.
    private static string Cell(string text) =>
        text.Length == 0 ? " |" : $" {text.Replace("|", "\\|", StringComparison.Ordinal)} |";

    [GeneratedRegex(@"(ParameterKey(""?: ""|=)|--parameters ControlTowerLifecycle[\w-]*:)(?<name>\w+)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterInCommand();

    [GeneratedRegex(@"(--logical-resource-id|--resources-to-skip) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResourceInCommand();

    [GeneratedRegex(@"\{""Ref"":""(?<name>\w+)""\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"(""Fn::If"":\[|""Condition"":)""(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConditionName();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterInCode();

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordOfName();
}
