namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>The checkout that the tests were built from.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder of the solution.</summary>
    public static string Path { get; } = Above(AppContext.BaseDirectory);

    private static string Above(string folder) => File.Exists(System.IO.Path.Join(folder, "ControlTowerLifecycle.sln"))
        ? folder
        : Above(System.IO.Path.GetDirectoryName(folder)
            ?? throw new InvalidOperationException("There is no checkout above the tests."));
}
