namespace ControlTowerLifecycle.Benchmarks;

/// <summary>A package that must be built before it can be measured.</summary>
internal sealed class MissingPackageException(string message) : Exception(message);

/// <summary>A measurement whose work did not have the expected result, so that its time means nothing.</summary>
internal sealed class MeasurementException(string message) : Exception(message);

/// <summary>The functions' executable in one package.</summary>
/// <param name="Name">native or portable.</param>
/// <param name="Bootstrap">The path of the executable, or of <c>bootstrap.dll</c>.</param>
/// <param name="Archive">The path of the .zip file.</param>
/// <param name="Tool">The path of the operator's tool that is built the same way.</param>
internal sealed record Package(string Name, string Bootstrap, string Archive, string Tool);

/// <summary>The packages in <c>artifacts</c>.</summary>
internal sealed record Packages(Package Native, Package Portable)
{
    public IReadOnlyList<Package> All => [Native, Portable];

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What the native binary consists of; written by the native compiler.</summary>
    public static string NativeSizes => Path.Join(
        Root, "artifacts", ".build", "native", "obj", "ControlTowerLifecycle.Functions", "release_linux-x64", "native", "bootstrap.mstat");

    /// <exception cref="MissingPackageException">A package is not built.</exception>
    public static Packages Find()
    {
        var artifacts = Path.Join(Root, "artifacts");
        var packages = new Packages(
            new Package(
                "native",
                Path.Join(artifacts, "native", "bootstrap"),
                Path.Join(artifacts, "lifecycle-native.zip"),
                Path.Join(artifacts, "tool-native", "ctlifecycle")),
            new Package(
                "portable",
                Path.Join(artifacts, "portable", "bootstrap.dll"),
                Path.Join(artifacts, "lifecycle-portable.zip"),
                Path.Join(AppContext.BaseDirectory, "ctlifecycle")));
        string[] files =
        [
            .. packages.All.SelectMany(package => new[] { package.Bootstrap, package.Archive, package.Tool }), NativeSizes,
        ];
        return Array.Find(files, file => !File.Exists(file)) is { } missing
            ? throw new MissingPackageException(
                $"There is no {missing}. Build the packages first: ./build.sh --portable --native --tool")
            : packages;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "ControlTowerLifecycle.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This is not the repository.");
        return folder;
    }
}
