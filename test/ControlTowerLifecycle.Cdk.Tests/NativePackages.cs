namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Native packages for both architectures: an ELF header and nothing else.</summary>
internal static class NativePackages
{
    private static readonly Lazy<FunctionPackage> LazyX64 = new(() => Create("lifecycle-native", machine: 62));
    private static readonly Lazy<FunctionPackage> LazyArm64 = new(() => Create("lifecycle-native-arm64", machine: 183));

    public static FunctionPackage X64 => LazyX64.Value;

    public static FunctionPackage Arm64 => LazyArm64.Value;

    private static FunctionPackage Create(string name, byte machine)
    {
        var folder = Directory.CreateTempSubdirectory("native-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var content = Directory.CreateDirectory(Path.Join(folder, "content")).FullName;
        var header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        header[18] = machine;
        File.WriteAllBytes(Path.Join(content, "bootstrap"), header);
        var zip = Path.Join(folder, $"{name}.zip");
        System.IO.Compression.ZipFile.CreateFromDirectory(content, zip);
        return FunctionPackage.Load(zip);
    }
}
