using System.Reflection;
using Amazon.Runtime;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Tests.Architecture;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>
/// The pipeline in Aws/Calls uses members of AWSSDK.Core that are meant for Amazon's own clients and can change in any
/// version. Each is named here, so that an upgrade which lacks one fails with its name.
/// </summary>
public sealed class SdkInternalsTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly Assembly Sdk = typeof(AWSCredentials).Assembly;

    /// <summary>Type, member, and its parameter types if it is a method or a constructor.</summary>
    public static TheoryData<string, string, string?> Members => new()
    {
        { "Amazon.Runtime.AmazonServiceClient", ".ctor", "AWSCredentials, ClientConfig" },
        { "Amazon.Runtime.AmazonServiceClient", "CustomizeRuntimePipeline", "RuntimePipeline" },
        { "Amazon.Runtime.AmazonServiceClient", "InvokeAsync", "AmazonWebServiceRequest, InvokeOptionsBase, CancellationToken" },
        { "Amazon.Runtime.AmazonUnmarshallingException", ".ctor", "String, String, Exception, HttpStatusCode" },
        { "Amazon.Runtime.ClientConfig", ".ctor", "IDefaultConfigurationProvider" },
        { "Amazon.Runtime.ClientConfig", "DetermineServiceOperationEndpoint", "ServiceOperationEndpointParameters" },
        { "Amazon.Runtime.Credentials.Internal.AuthSchemeOption", "DEFAULT_SIGV4", null },
        { "Amazon.Runtime.HttpClientFactory", "CreateHttpClient", "IClientConfig" },
        { "Amazon.Runtime.HttpClientFactory", "DisposeHttpClientsAfterUse", "IClientConfig" },
        { "Amazon.Runtime.HttpClientFactory", "UseSDKHttpClientCaching", "IClientConfig" },
        { "Amazon.Runtime.Internal.BaseAuthResolverHandler", "ResolveAuthOptions", "IExecutionContext" },
        { "Amazon.Runtime.DefaultConfiguration", "Name", null },
        { "Amazon.Runtime.DefaultConfiguration", "RetryMode", null },
        { "Amazon.Runtime.Internal.DefaultRequest", ".ctor", "AmazonWebServiceRequest, String" },
        { "Amazon.Runtime.Internal.DefaultRequest", "AddPathResource", "String, String" },
        { "Amazon.Runtime.Internal.DefaultRequest", "Content", null },
        { "Amazon.Runtime.Internal.DefaultRequest", "Headers", null },
        { "Amazon.Runtime.Internal.DefaultRequest", "HttpMethod", null },
        { "Amazon.Runtime.Internal.DefaultRequest", "Parameters", null },
        { "Amazon.Runtime.Internal.DefaultRequest", "ResourcePath", null },
        { "Amazon.Runtime.Internal.ErrorResponse", "Code", null },
        { "Amazon.Runtime.Internal.ErrorResponse", "Message", null },
        { "Amazon.Runtime.Internal.ErrorResponse", "RequestId", null },
        { "Amazon.Runtime.Internal.ErrorResponse", "Type", null },
        { "Amazon.Runtime.Internal.HttpErrorResponseException", "Response", null },
        { "Amazon.Runtime.Internal.IDefaultConfigurationProvider", "GetDefaultConfiguration", "RegionEndpoint, Nullable`1" },
        { "Amazon.Runtime.Internal.InvokeOptions", "RequestMarshaller", null },
        { "Amazon.Runtime.Internal.InvokeOptions", "ResponseUnmarshaller", null },
        { "Amazon.Runtime.Internal.Marshaller", ".ctor", "" },
        { "Amazon.Runtime.Internal.RuntimePipeline", "AddHandlerAfter", "IPipelineHandler" },
        { "Amazon.Runtime.Internal.Transform.IMarshaller`2", "Marshall", "R" },
        { "Amazon.Runtime.Internal.Transform.IWebResponseData", "GetHeaderValue", "String" },
        { "Amazon.Runtime.Internal.Transform.IWebResponseData", "StatusCode", null },
        { "Amazon.Runtime.Internal.Transform.JsonErrorResponseUnmarshaller", "GetInstance", "" },
        {
            "Amazon.Runtime.Internal.Transform.JsonErrorResponseUnmarshaller",
            "Unmarshall",
            "JsonUnmarshallerContext, StreamingUtf8JsonReader&"
        },
        { "Amazon.Runtime.Internal.Transform.JsonResponseUnmarshaller", "Unmarshall", "JsonUnmarshallerContext" },
        {
            "Amazon.Runtime.Internal.Transform.JsonResponseUnmarshaller",
            "UnmarshallException",
            "JsonUnmarshallerContext, Exception, HttpStatusCode"
        },
        { "Amazon.Runtime.Internal.Transform.JsonUnmarshallerContext", "Stream", null },
        { "Amazon.Runtime.Internal.Transform.UnmarshallerContext", "ResponseData", null },
        { "Amazon.Runtime.Internal.Transform.XmlErrorResponseUnmarshaller", "GetInstance", "" },
        { "Amazon.Runtime.Internal.Transform.XmlErrorResponseUnmarshaller", "Unmarshall", "XmlUnmarshallerContext" },
        { "Amazon.Runtime.Internal.Transform.XmlResponseUnmarshaller", "Unmarshall", "XmlUnmarshallerContext" },
        {
            "Amazon.Runtime.Internal.Transform.XmlResponseUnmarshaller",
            "UnmarshallException",
            "XmlUnmarshallerContext, Exception, HttpStatusCode"
        },
        { "Amazon.Runtime.Internal.Transform.XmlUnmarshallerContext", "Stream", null },
        { "Amazon.Runtime.Internal.Util.StreamingUtf8JsonReader", ".ctor", "Stream" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void Sdk_has_the_member_that_the_pipeline_uses(string typeName, string member, string? parameters)
    {
        var type = Sdk.GetType(typeName);

        Assert.True(type is not null, $"{Sdk.GetName()} has no type {typeName}.");
        Assert.True(
            type.GetMember(member, Declared).Any(found => IsAccessible(found) && Parameters(found) == parameters),
            $"{Sdk.GetName()} has no accessible {typeName}.{member}({parameters}). It has: "
            + string.Join("; ", type.GetMember(member, Declared).Select(found => $"{found} [{Parameters(found)}]")));
    }

    [Fact]
    public void Every_internal_type_that_the_pipeline_uses_is_named_here()
    {
        var named = Members.Select(row => row.Data.Item1).ToHashSet(StringComparer.Ordinal);

        var used = typeof(AwsPipeline).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(AwsPipeline).Namespace)
            .SelectMany(TypeReferences.Of)
            .Where(type => type.Assembly == Sdk && type.Namespace!.Contains(".Internal", StringComparison.Ordinal))
            .Select(type => type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!.TrimEnd('&'))
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(used.IsSubsetOf(named), string.Join('\n', used.Except(named, StringComparer.Ordinal)));
    }

    private static bool IsAccessible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsAccessible),
        _ => false,
    };

    private static string? Parameters(MemberInfo member) => member is MethodBase method
        ? string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))
        : null;
}
