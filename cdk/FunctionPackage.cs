using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Amazon.CDK.AWS.Lambda;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The functions' package: a folder or a .zip file with <c>bootstrap</c> (native) or <c>bootstrap.dll</c> (portable) in
/// it.
/// </summary>
internal sealed record FunctionPackage
{
    private FunctionPackage(string path, bool isPortable, byte[] hash)
    {
        Path = path;
        IsPortable = isPortable;
        Sha256 = Convert.ToHexStringLower(hash);
    }

    /// <summary>Where it is, absolute.</summary>
    public string Path { get; }

    /// <summary>An assembly for the managed runtime, not a native executable for the bare one.</summary>
    public bool IsPortable { get; }

    /// <summary>The CDK's list of runtimes is older than this one.</summary>
    public Runtime Runtime => IsPortable ? new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE) : Runtime.PROVIDED_AL2023;

    /// <summary>Over the bytes of all files, in hex.</summary>
    public string Sha256 { get; }

    public bool IsZip => Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// What the file is called in a bucket. It tells the content, because CloudFormation updates a function only when
    /// the name changes.
    /// </summary>
    public string ObjectName => $"{System.IO.Path.GetFileNameWithoutExtension(Path)}-{Sha256[..16]}.zip";

    /// <exception cref="FormatException">There is no package. The message says how to build one.</exception>
    public static FunctionPackage At(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
            return new FunctionPackage(full, IsPortableAt(full, File.Exists, System.IO.Path.Join), HashOfFolder(full));

        if (!File.Exists(full))
            throw new FormatException(
                $"package: there is nothing at {full}; build it with ./build.sh --portable, or name another with "
                + "-c package=PATH");

        return new FunctionPackage(full, IsPortableAt(full, EntriesOf(full).Contains, (_, name) => name),
            SHA256.HashData(File.ReadAllBytes(full)));
    }

    // A publish made by hand has an executable called bootstrap beside its assembly, so the assembly decides.
    private static bool IsPortableAt(string path, Func<string, bool> exists, Func<string, string, string> join)
    {
        if (exists(join(path, "bootstrap.dll")))
            return true;

        return exists(join(path, "bootstrap"))
            ? false
            : throw new FormatException(
                $"package: {path} holds neither bootstrap.dll nor bootstrap; build it with ./build.sh --portable or "
                + "--native");
    }

    private static HashSet<string> EntriesOf(string zip)
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

    private static byte[] HashOfFolder(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .OrderBy(one => one.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return hash.GetHashAndReset();
    }
}
