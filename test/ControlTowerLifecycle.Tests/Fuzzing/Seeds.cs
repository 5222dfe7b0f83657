namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>Whole payloads to start from.</summary>
internal static class Seeds
{
    /// <summary>What the functions receive.</summary>
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
        return seeds.Length > 0 ? seeds : throw new FileNotFoundException("There is no seed.", path);
    }
}
