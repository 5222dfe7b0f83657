namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>The working copy that the tests were built from.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder of the solution file.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(System.IO.Path.Join(folder, "ControlTowerLifecycle.sln"))
        ? folder
        : Find(System.IO.Path.GetDirectoryName(folder)
            ?? throw new InvalidOperationException("No folder above the tests contains the solution file."));
}
