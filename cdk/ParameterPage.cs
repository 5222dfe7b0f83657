using System.Globalization;
using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The console's page of parameters: what is added to a group appears under its heading, in that order, with its label.
/// </summary>
internal sealed class ParameterPage(Stack stack)
{
    private static readonly int[] RetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096,
        1827, 2192, 2557, 2922, 3288, 3653];

    private readonly List<(string Heading, List<string> Names)> _groups = [];
    private readonly Dictionary<string, object> _labels = new(StringComparer.Ordinal);

    /// <summary>Starts a group.</summary>
    public ParameterPage Group(string heading)
    {
        _groups.Add((heading, []));
        return this;
    }

    /// <summary>
    /// Free text. Without a default it must be given. What becomes an environment variable of a function has a longest
    /// length.
    /// </summary>
    public CfnParameter Text(
        string name, string label, string description, string? otherwise = null, string pattern = @"\S*",
            string constraint = "It takes no white space.", int? longest = null) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = otherwise,
            MinLength = otherwise is null ? 1 : null,
            MaxLength = longest,
            AllowedPattern = $"^{pattern}$",
            ConstraintDescription = longest is null ? constraint : $"{constraint} At most {longest} characters.",
        });

    /// <summary>Somebody who is told; nobody, where it is empty.</summary>
    public CfnParameter Email(string name, string label, string description) => Text(
        name, label, $"{description}; AWS asks for a confirmation first. Empty: the topic is made without a subscriber.",
        "", @"([^\s@]+@[^\s@]+\.[^\s@]+)?", "It takes an e-mail address, or nothing.");

    /// <summary>Text that CloudFormation shows nobody.</summary>
    public CfnParameter Secret(string name, string label, string description) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = "",
            NoEcho = true,
            AllowedPattern = "^[!-~]*$",
            ConstraintDescription = "A key has no white space and no line break in it.",
        });

    public CfnParameter Choice(string name, string label, string description, string otherwise, string[] choices) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = otherwise,
            AllowedValues = choices,
            ConstraintDescription = $"It takes one of: {string.Join(", ", choices)}.",
        });

    /// <summary>
    /// A whole number that a function reads. CloudFormation's own numbers can be 400.5 or 4e2, so it is text with a
    /// pattern.
    /// </summary>
    public CfnParameter WholeNumber(
        string name, string label, string description, int otherwise, int least, int most, string pattern) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = otherwise.ToString(CultureInfo.InvariantCulture),
            MaxLength = most.ToString(CultureInfo.InvariantCulture).Length,
            AllowedPattern = $"^({pattern})$",
            ConstraintDescription = $"It takes a whole number from {least} to {most}.",
        });

    /// <summary>Days, of which CloudWatch Logs takes certain numbers only.</summary>
    public CfnParameter Days(string name, string label, string description, int otherwise) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "Number",
            Description = description,
            Default = otherwise.ToString(CultureInfo.InvariantCulture),
            AllowedValues = [.. RetentionDays.Select(days => days.ToString(CultureInfo.InvariantCulture))],
            ConstraintDescription = "CloudWatch Logs takes certain numbers only; choose one of the list.",
        });

    /// <summary>Writes headings and labels into the template.</summary>
    public void Publish() =>
        stack.AddMetadata("AWS::CloudFormation::Interface", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["ParameterGroups"] = _groups.Select(group => new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["Label"] = Default(group.Heading),
                ["Parameters"] = group.Names.ToArray(),
            }).ToArray(),
            ["ParameterLabels"] = _labels,
        });

    private CfnParameter Add(string name, string label, CfnParameterProps props)
    {
        _groups[^1].Names.Add(name);
        _labels.Add(name, Default(label));
        return new CfnParameter(stack, name, props);
    }

    private static Dictionary<string, object> Default(string text) =>
        new(StringComparer.Ordinal) { ["default"] = text };
}
