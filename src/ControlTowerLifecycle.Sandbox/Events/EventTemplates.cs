using System.Collections.Frozen;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>The <c>detail</c> of each event with <c>{placeholders}</c>, from the files in <c>Templates/</c>.</summary>
internal static class EventTemplates
{
    private const string Prefix = "ControlTowerLifecycle.Sandbox.Events.Templates.";
    private const string Suffix = ".json";

    /// <summary>The templates by file name without extension.</summary>
    public static FrozenDictionary<string, string> Load()
    {
        var assembly = typeof(EventTemplates).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..^Suffix.Length], Read, StringComparer.Ordinal);

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
