using System.Reflection.Metadata;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>The first two names of the namespace of a type or method, for example <c>System.Text</c>.</summary>
internal sealed class NamespaceNames(MetadataReader metadata)
{
    private const string Unknown = "compiler";

    public string Of(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => OfReference((TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => OfSpecification((TypeSpecificationHandle)handle),
        HandleKind.MemberReference => Of(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent),
        HandleKind.MethodSpecification => Of(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
        _ => Unknown,
    };

    private string OfReference(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? OfReference((TypeReferenceHandle)type.ResolutionScope)
            : Shortened(metadata.GetString(type.Namespace));
    }

    /// <summary>An array or a constructed type belongs to the namespace of its first named type.</summary>
    private string OfSpecification(TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        while (signature.RemainingBytes > 0)
        {
            switch (signature.ReadSignatureTypeCode())
            {
                case SignatureTypeCode.TypeHandle:
                    return Of(signature.ReadTypeHandle());
                case SignatureTypeCode.GenericTypeInstance or SignatureTypeCode.SZArray or SignatureTypeCode.Pointer
                    or SignatureTypeCode.ByReference or SignatureTypeCode.Array:
                    break;
                default:
                    return "System";
            }
        }

        return Unknown;
    }

    private static string Shortened(string name) => name.Length == 0
        ? Unknown
        : string.Join('.', name.Split('.').Take(2));
}
