namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Files of the checkout that the tests were built in.</summary>
internal static class SourceTree
{
    // Searched from the tests' folder, because a reproducible build contains other paths.
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>A file in the tests' own folder.</summary>
    public static string TestFile(string path) => File(Path.Join("test", "ControlTowerLifecycle.Cdk.Tests", path));

    public static string File(string path) => Path.GetFullPath(Path.Join(Root, path));

    private static string FindRoot(string folder) =>
        System.IO.File.Exists(Path.Join(folder, "ControlTowerLifecycle.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("There is no checkout above the tests."));
}
