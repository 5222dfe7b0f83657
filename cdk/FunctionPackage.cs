using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Amazon.CDK.AWS.Lambda;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The functions' package: a folder or a .zip file that contains <c>bootstrap</c> (native) or <c>bootstrap.dll</c>
/// (portable).
/// </summary>
internal sealed record FunctionPackage
{
    private FunctionPackage(string path, bool isPortable, byte[] hash)
    {
        Path = path;
        IsPortable = isPortable;
        Sha256 = Convert.ToHexStringLower(hash);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>True for an assembly on the managed runtime, false for a native executable.</summary>
    public bool IsPortable { get; }

    /// <summary>The CDK's list of runtimes is older than dotnet10.</summary>
    public Runtime Runtime => IsPortable ? new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE) : Runtime.PROVIDED_AL2023;

    /// <summary>Hash over the bytes of all files, in hexadecimal.</summary>
    public string Sha256 { get; }

    public bool IsZip => Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The object name in a bucket. It contains a hash of the content, because CloudFormation updates a function only
    /// if the name changes.
    /// </summary>
    public string ObjectName => $"{System.IO.Path.GetFileNameWithoutExtension(Path)}-{Sha256[..16]}.zip";

    /// <exception cref="FormatException">There is no package. The message states how to build one.</exception>
    public static FunctionPackage Load(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
            return new FunctionPackage(full, DetectPortable(full, File.Exists, System.IO.Path.Join), HashFolder(full));

        if (!File.Exists(full))
            throw new FormatException(
                $"package: {full} does not exist; build it with ./build.sh --portable, or pass another one with "
                + "-c package=PATH");

        return new FunctionPackage(full, DetectPortable(full, ReadEntries(full).Contains, (_, name) => name),
            SHA256.HashData(File.ReadAllBytes(full)));
    }

    // A plain "dotnet publish" puts an executable named bootstrap beside the assembly, so the assembly decides.
    private static bool DetectPortable(string path, Func<string, bool> exists, Func<string, string, string> join)
    {
        if (exists(join(path, "bootstrap.dll")))
            return true;

        return exists(join(path, "bootstrap"))
            ? false
            : throw new FormatException(
                $"package: {path} contains neither bootstrap.dll nor bootstrap; build it with ./build.sh --portable or "
                + "--native");
    }

    private static HashSet<string> ReadEntries(string zip)
    {
        try
        {
            using var archive = ZipFile.OpenRead(zip);
            return archive.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        }
        catch (InvalidDataException fault)
        {
            throw new FormatException($"package: {zip} is neither a folder nor a .zip file", fault);
        }
    }

    private static byte[] HashFolder(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return hash.GetHashAndReset();
    }
}
