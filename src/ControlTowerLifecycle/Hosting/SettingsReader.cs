using System.Globalization;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// Reads settings and gathers what is wrong with them. A parser says what is wrong with a
/// <see cref="FormatException"/>.
/// </summary>
internal sealed partial class SettingsReader(IReadOnlyDictionary<string, string> environment, List<string> faults)
{
    /// <summary>The value, or null with a fault noted.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="parse">Reads its text.</param>
    /// <param name="takes">What it takes, where that is worth saying to one who left it out.</param>
    public T? Required<T>(string name, Func<string, T> parse, string? takes = null)
    {
        if (Text(name) is { } text)
            return Parse(name, text, parse, default);

        faults.Add(takes is null ? $"{name} is missing" : $"{name} is missing: it takes {takes}");
        return default;
    }

    /// <summary>Notes a fault where a variable that must be absent is there.</summary>
    public void Refuse(string name, string why)
    {
        if (Text(name) is not null)
            faults.Add($"{name} {why}");
    }

    /// <summary>The value, or the default where it is absent or empty.</summary>
    public T Optional<T>(string name, T otherwise, Func<string, T> parse) =>
        Text(name) is { } text ? Parse(name, text, parse, otherwise)! : otherwise;

    /// <summary>A comma-separated list; empty where it is absent.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<string, T> parse) =>
        Optional<IReadOnlyList<T>>(name, [], text =>
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(parse),
        ]);

    public static bool Flag(string text) => bool.TryParse(text, out var flag)
        ? flag
        : throw new FormatException("takes true or false");

    public static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"takes a whole number from {least} to {most}");

    public static string Arn(string text, string service) =>
        ArnShape().Match(text) is { Success: true } match && match.Groups["service"].Value == service
            ? text
            : throw new FormatException($"takes the ARN of {service}, arn:aws:{service}:…");

    public static string RoleName(string text) => RoleNameShape().IsMatch(text)
        ? text
        : throw new FormatException("takes a role's name: up to 64 letters, digits and +=,.@_-");

    public static string TableName(string text) => TableNameShape().IsMatch(text)
        ? text
        : throw new FormatException("takes the name of a DynamoDB table: 3 to 255 letters, digits and _.-");

    public static string OrganizationalUnit(string text) => OrganizationalUnitId.IsOne(text)
        ? text
        : throw new FormatException($"takes ids of organizational units such as ou-ab12-c3d4e5f6, not '{text}'");

    private string? Text(string name) =>
        environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private T? Parse<T>(string name, string text, Func<string, T> parse, T? otherwise)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException fault)
        {
            faults.Add($"{name}: {fault.Message}");
            return otherwise;
        }
    }

    [GeneratedRegex(@"^arn:aws[a-z-]*:(?<service>[a-z0-9-]+):[a-z0-9-]*:[0-9]{12}:.+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ArnShape();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleNameShape();

    [GeneratedRegex("^[A-Za-z0-9_.-]{3,255}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableNameShape();
}
