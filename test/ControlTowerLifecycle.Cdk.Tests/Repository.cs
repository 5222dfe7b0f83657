using System.Runtime.CompilerServices;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Files of the source tree, which tests compare with.</summary>
internal static class Repository
{
    private static readonly string Folder = ThisFolder();

    /// <summary>The tests' own folder.</summary>
    public static string TestFile(string path) => Path.Join(Folder, path);

    public static string File(string path) => Path.GetFullPath(Path.Join(Folder, "..", "..", path));

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
