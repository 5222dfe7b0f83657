using System.Globalization;
using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// Adds the parameters of a stack, in groups and with labels, in the order in which the console shows them.
/// </summary>
internal sealed class ConsoleParameters(Stack stack)
{
    private static readonly int[] RetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096,
        1827, 2192, 2557, 2922, 3288, 3653];

    private readonly List<(string Heading, List<string> Names)> _groups = [];
    private readonly Dictionary<string, object> _labels = new(StringComparer.Ordinal);

    /// <summary>Starts a group.</summary>
    public ConsoleParameters Group(string heading)
    {
        _groups.Add((heading, []));
        return this;
    }

    /// <summary>
    /// Free text, required if it has no default. A parameter that becomes an environment variable needs a
    /// <paramref name="maximumLength"/>, because Lambda limits their total size.
    /// </summary>
    public CfnParameter Text(
        string name, string label, string description, string? defaultValue, string pattern, string constraint,
        int? maximumLength = null) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = defaultValue,
            MaxLength = maximumLength,
            AllowedPattern = $"^{pattern}$",
            ConstraintDescription =
                maximumLength is null ? constraint : $"{constraint} At most {maximumLength} characters.",
        });

    /// <summary>One address. A list, a display name or a mailto: link makes no working subscription.</summary>
    public CfnParameter Email(string name, string label, string receives) => Text(
        name,
        label,
        $"{receives} AWS asks for a confirmation first. Leave empty for no subscriber.",
        "",
        @"([\w.!#$%&'*+/=?^{}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+)?",
        "Enter one email address, or leave empty.");

    /// <summary>Text that CloudFormation does not show. An ARN or a quoted value is not a key.</summary>
    public CfnParameter Secret(string name, string label, string description) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = "",
            NoEcho = true,
            AllowedPattern = """^(?!arn:|["'])[!-~]*$""",
            ConstraintDescription = "Enter the key only: no space, line break, quotation mark or ARN.",
        });

    /// <summary>The ARN of a secret with an API key.</summary>
    public CfnParameter SecretArn(string name, int maximumLength) => Text(
        name, "Existing secret (instead of the API key)",
        "ARN of a secret in this region that contains the bare API key, or {\"ApiKey\": \"...\"}.", "",
        @"(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6})?",
        "Enter the full ARN of the secret, with the six characters at its end, or leave empty.", maximumLength);

    /// <summary>The ARN of the KMS key of an existing secret.</summary>
    public CfnParameter SecretKeyArn(string name) => Text(
        name, "KMS key of the existing secret",
        "ARN of the KMS key that encrypts the existing secret. Leave empty if it is the AWS managed key.", "",
        @"(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[a-z0-9-]+)?",
        "Enter the full ARN of a KMS key (not of an alias), or leave empty.");

    public CfnParameter Choice(string name, string label, string description, string defaultValue, string[] choices) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = defaultValue,
            AllowedValues = choices,
            ConstraintDescription = $"Choose one of: {string.Join(", ", choices)}.",
        });

    /// <summary>
    /// A whole number that a function reads. It is text with a pattern, because the Number type of CloudFormation also
    /// accepts 400.5 and 4e2.
    /// </summary>
    public CfnParameter WholeNumber(
        string name, string label, string description, int defaultValue, int minimum, int maximum, string pattern) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "String",
            Description = description,
            Default = defaultValue.ToString(CultureInfo.InvariantCulture),
            MaxLength = maximum.ToString(CultureInfo.InvariantCulture).Length,
            AllowedPattern = $"^({pattern})$",
            ConstraintDescription = $"Enter a whole number from {minimum} to {maximum}.",
        });

    /// <summary>A retention time that CloudWatch Logs accepts.</summary>
    public CfnParameter Days(string name, string label, string description, int defaultValue) =>
        Add(name, label, new CfnParameterProps
        {
            Type = "Number",
            Description = description,
            Default = defaultValue.ToString(CultureInfo.InvariantCulture),
            AllowedValues = [.. RetentionDays.Select(days => days.ToString(CultureInfo.InvariantCulture))],
            ConstraintDescription = "Choose a value from the list; CloudWatch Logs accepts no other.",
        });

    /// <summary>Writes groups and labels into the template's metadata.</summary>
    public void AddMetadata() =>
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
