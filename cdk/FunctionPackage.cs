using System.Buffers.Binary;
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
    public const string X64 = "x86_64";
    public const string Arm64 = "arm64";

    /// <summary>Null for an assembly, which runs on each.</summary>
    private readonly string? _architecture;

    private FunctionPackage(string path, string? architecture, byte[] hash)
    {
        Path = path;
        _architecture = architecture;
        Sha256 = Convert.ToHexStringLower(hash);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>What it runs on, as Lambda names it: <c>x86_64</c>, <c>arm64</c>, or both for an assembly.</summary>
    public IReadOnlyList<string> Architectures => _architecture is null ? [X64, Arm64] : [_architecture];

    /// <summary>True for an assembly on the managed runtime, false for a native executable.</summary>
    public bool IsPortable => _architecture is null;

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

    /// <param name="path">A folder or a .zip file.</param>
    /// <param name="context">The name of the context value, for the message.</param>
    /// <exception cref="FormatException">There is no package. The message states how to build one.</exception>
    public static FunctionPackage Load(string path, string context = "package")
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
            return Create(full, context, HashFolder(full), name => OpenFile(System.IO.Path.Join(full, name)));

        if (!File.Exists(full))
        {
            throw new FormatException(
                $"{context}: {full} does not exist; build it with ./build.sh --portable, or pass another one with "
                + $"-c {context}=PATH");
        }

        try
        {
            using var archive = ZipFile.OpenRead(full);
            return Create(full, context, SHA256.HashData(File.ReadAllBytes(full)), name => archive.GetEntry(name)?.Open());
        }
        catch (InvalidDataException fault)
        {
            throw new FormatException($"{context}: {full} is neither a folder nor a .zip file", fault);
        }
    }

    // A plain "dotnet publish" puts an executable named bootstrap beside the assembly, so the assembly decides.
    private static FunctionPackage Create(string path, string context, byte[] hash, Func<string, Stream?> open)
    {
        using (var assembly = open("bootstrap.dll"))
        {
            if (assembly is not null)
                return new FunctionPackage(path, architecture: null, hash);
        }

        using var executable = open("bootstrap")
            ?? throw new FormatException(
                $"{context}: {path} contains neither bootstrap.dll nor bootstrap; build it with ./build.sh --portable or "
                + "--native");
        return new FunctionPackage(path, IsArm64(executable) ? Arm64 : X64, hash);
    }

    /// <summary>Reads <c>e_machine</c> of the ELF header; EM_AARCH64 is 183.</summary>
    private static bool IsArm64(Stream executable)
    {
        const int machineOffset = 18;
        Span<byte> header = stackalloc byte[machineOffset + 2];
        return executable.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && header[..4].SequenceEqual("\u007fELF"u8)
            && BinaryPrimitives.ReadUInt16LittleEndian(header[machineOffset..]) == 183;
    }

    private static FileStream? OpenFile(string path) => File.Exists(path) ? File.OpenRead(path) : null;

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
