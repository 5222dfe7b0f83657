using System.IO.Compression;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>A portable package as a .zip file.</summary>
internal sealed class TemporaryZip : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zip-").FullName;

    public TemporaryZip()
    {
        File = Path.Join(_folder, "portable.zip");
        ZipFile.CreateFromDirectory(Path.Join(AppContext.BaseDirectory, "Package"), File);
    }

    public string File { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
