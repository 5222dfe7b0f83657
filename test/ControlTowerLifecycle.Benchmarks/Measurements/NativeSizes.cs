using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>
/// Reads the size report of the native compiler (.mstat, dotnet/runtime, MstatObjectDumper.cs): an assembly whose methods
/// <c>Methods</c> and <c>Types</c> load a token and then integers, of which all but the last are sizes.
/// </summary>
internal static class NativeSizes
{
    private static readonly string[] Reports = ["Methods", "Types"];

    /// <returns>The bytes of code, unwind data and types by namespace.</returns>
    public static IReadOnlyDictionary<string, long> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        var names = new NamespaceNames(metadata);
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (!Reports.Contains(metadata.GetString(method.Name), StringComparer.Ordinal))
                continue;

            foreach (var (token, size) in Entries(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
            {
                var name = names.Of(token);
                sizes[name] = sizes.GetValueOrDefault(name) + size;
            }
        }

        return sizes;
    }

    private static IEnumerable<(EntityHandle Token, long Size)> Entries(BlobReader code)
    {
        EntityHandle? token = null;
        var numbers = new List<int>();
        var entries = new List<(EntityHandle, long)>();
        while (code.RemainingBytes > 0)
        {
            switch ((ILOpCode)code.ReadByte())
            {
                case ILOpCode.Ldtoken:
                    Complete();
                    token = MetadataTokens.EntityHandle(code.ReadInt32());
                    break;
                case ILOpCode.Ldc_i4:
                    numbers.Add(code.ReadInt32());
                    break;
                case ILOpCode.Ldc_i4_s:
                    numbers.Add(code.ReadSByte());
                    break;
                case >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8 and var small:
                    numbers.Add((int)small - (int)ILOpCode.Ldc_i4_0);
                    break;
                case ILOpCode.Ret:
                    break;
                case var other:
                    throw new MeasurementException($"The size report has an instruction that is not known: {other}.");
            }
        }

        Complete();
        return entries;

        void Complete()
        {
            // The last number refers to the name in the report.
            if (token is { } complete && numbers.Count > 1)
                entries.Add((complete, numbers.Take(numbers.Count - 1).Sum(number => (long)number)));
            numbers.Clear();
        }
    }
}
