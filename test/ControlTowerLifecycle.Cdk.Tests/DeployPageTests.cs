using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// docs/deploy.md shows what the launch templates ask for and put out, and gives commands that name parts of them. Here
/// it is held against the templates. LIFECYCLE_APPROVE=1 writes the tables anew; the change is then looked at like any
/// other.
/// </summary>
public sealed partial class DeployPageTests : IDisposable
{
    private const string Page = "docs/deploy.md";
    private const string WholeNumber = "It takes a whole number from ";

    private static readonly string Commands =
        File.ReadAllText(Repository.File(Page)) + File.ReadAllText(Repository.File("docs/operations.md"));

    private readonly TemporaryZip _zip = new();

    [Fact]
    public void Every_parameter_is_shown_as_the_console_shows_it() => IsShown(
        "| parameter | label | meaning | default | takes |",
        ParametersOf(Synthesized.ForLaunch(_zip.File).Main));

    [Fact]
    public void Every_parameter_of_the_second_stack_is_shown_as_the_console_shows_it() => IsShown(
        "| parameter of the second stack | label | meaning | default | takes |",
        ParametersOf(Synthesized.ForLaunch(_zip.File).Forwarder!));

    [Fact]
    public void Every_output_is_shown() => IsShown(
        "| output | what it is for |",
        Synthesized.Lifecycle.Json["Outputs"]!.AsObject()
            .Select(one => Row($"`{one.Key}`", (string)one.Value!["Description"]!)));

    [Fact]
    public void Every_parameter_that_a_command_names_is_there() => AreThere(
        ParameterInCommand(), Synthesized.ForLaunch(_zip.File).Main.Parameters
            .Concat(Synthesized.ForLaunch(_zip.File).Forwarder!.Parameters));

    [Fact]
    public void Every_resource_that_a_command_names_is_there() =>
        AreThere(ResourceInCommand(), Synthesized.Lifecycle.Json["Resources"]!.AsObject()
            .Concat(Synthesized.In("eu-west-1").Forwarder!.Json["Resources"]!.AsObject()));

    public void Dispose() => _zip.Dispose();

    private static void IsShown(string heading, IEnumerable<string> rows)
    {
        var table = new DocumentTable(Page, heading);
        if (System.Environment.GetEnvironmentVariable("LIFECYCLE_APPROVE") == "1")
            table.Replace([.. rows]);

        Assert.Equal(string.Join('\n', rows), string.Join('\n', table.Rows));
    }

    private static void AreThere(Regex named, IEnumerable<KeyValuePair<string, JsonNode?>> there)
    {
        var names = named.Matches(Commands)
            .Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(there.Select(one => one.Key), StringComparer.Ordinal));
    }

    private static IEnumerable<string> ParametersOf(Template template)
    {
        var page = template.Json["Metadata"]!["AWS::CloudFormation::Interface"]!;
        foreach (var group in page["ParameterGroups"]!.AsArray())
        {
            yield return Row($"**{group!["Label"]!["default"]}**", "", "", "", "");
            foreach (var name in group["Parameters"]!.AsArray().Select(one => (string)one!))
            {
                var parameter = template.Parameters[name]!.AsObject();
                yield return Row($"`{name}`", (string)page["ParameterLabels"]![name]!["default"]!,
                    (string)parameter["Description"]!, DefaultOf(parameter), TakenBy(parameter));
            }
        }
    }

    private static string DefaultOf(JsonObject parameter) => parameter["Default"]?.ToString() switch
    {
        null => "none, it has to be given",
        "" => "empty",
        var text => $"`{text}`",
    };

    private static string TakenBy(JsonObject parameter) => parameter switch
    {
        _ when parameter["AllowedValues"] is JsonArray values =>
            string.Join(", ", values.Select(value => $"`{value}`")),
        _ when (string)parameter["ConstraintDescription"]! is var takes
            && takes.StartsWith(WholeNumber, StringComparison.Ordinal) => takes[WholeNumber.Length..].TrimEnd('.'),
        _ when parameter["MaxLength"] is { } longest => $"`{parameter["AllowedPattern"]}`, at most {longest} characters",
        _ => $"`{parameter["AllowedPattern"]}`",
    };

    private static string Row(params string[] cells) => $"|{string.Concat(cells.Select(Cell))}";

    // A bar would end the cell, also within code.
    private static string Cell(string text) =>
        text.Length == 0 ? " |" : $" {text.Replace("|", "\\|", StringComparison.Ordinal)} |";

    [GeneratedRegex(@"(ParameterKey(""?: ""|=)|--parameters ControlTowerLifecycle[\w-]*:)(?<name>\w+)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterInCommand();

    [GeneratedRegex(@"(--logical-resource-id|--resources-to-skip) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResourceInCommand();
}
