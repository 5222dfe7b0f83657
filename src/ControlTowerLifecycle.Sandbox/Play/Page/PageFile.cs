namespace ControlTowerLifecycle.Sandbox.Play.Page;

/// <summary>
/// The report page that <c>ctlifecycle report --html</c> writes, without a report: it is live. Its first comment
/// describes how it is assembled.
/// </summary>
internal static class PageFile
{
    private const string Prefix = "page/";

    public static string Read()
    {
        var assembly = typeof(PageFile).Assembly;
        var parts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);
        return parts.Where(part => part.Key != "page.html").Aggregate(
            parts["page.html"], (page, part) => page.Replace($"/*{part.Key}*/", part.Value, StringComparison.Ordinal));

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
