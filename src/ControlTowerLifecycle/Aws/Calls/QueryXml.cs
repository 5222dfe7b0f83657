using System.Globalization;
using System.Xml.Linq;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>Reads a response of the Query protocol by local names, because the namespace differs by service.</summary>
internal static class QueryXml
{
    public static XElement Child(this XElement element, string name) =>
        element.ChildOrNull(name) ?? throw new FormatException($"The response has no {name} in {element.Name.LocalName}.");

    public static XElement? ChildOrNull(this XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static string Text(this XElement element, string name) => element.Child(name).Value;

    public static string? TextOrNull(this XElement element, string name) => element.ChildOrNull(name)?.Value;

    public static DateTimeOffset Time(this XElement element, string name) =>
        DateTimeOffset.Parse(
            element.Text(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>The members of a list; none if the list is missing.</summary>
    public static IEnumerable<XElement> Members(this XElement element, string list) =>
        element.ChildOrNull(list)?.Elements().Where(member => member.Name.LocalName == "member") ?? [];

    /// <summary>The JSON text of a policy, which IAM sends URL-encoded (RFC 3986).</summary>
    public static string Policy(this XElement element, string name) => Uri.UnescapeDataString(element.Text(name));
}
