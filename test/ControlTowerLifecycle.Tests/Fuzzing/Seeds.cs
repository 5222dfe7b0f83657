namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>The valid payloads that are mutated.</summary>
internal static class Seeds
{
    /// <summary>The payloads that the functions receive.</summary>
    public static IReadOnlyList<byte[]> Events { get; } = Of("Payloads", "*.json");

    /// <summary>Files of a folder beside the tests, in a stable order.</summary>
    public static IReadOnlyList<byte[]> Of(string folder, params IEnumerable<string> patterns)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder);
        byte[][] seeds =
        [
            .. patterns.SelectMany(pattern => Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal))
                .Select(File.ReadAllBytes),
        ];
        return seeds.Length > 0 ? seeds : throw new FileNotFoundException("No seed found.", path);
    }
}
