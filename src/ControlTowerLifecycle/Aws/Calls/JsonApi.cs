using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The AWS JSON protocol: each operation is a POST of an object to <c>/</c>; a header names the operation.</summary>
/// <param name="connection">The credentials and endpoints.</param>
/// <param name="service">The service.</param>
/// <param name="target">The part of the header X-Amz-Target before the operation.</param>
/// <param name="version">The version of the protocol: 1.0 or 1.1.</param>
internal sealed class JsonApi(AwsConnection connection, AwsService service, string target, string version)
{
    private readonly AwsPipeline _pipeline = AwsPipeline.Create(service, connection);

    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            NewCall(
                operation,
                resource,
                JsonSerializer.SerializeToUtf8Bytes(request, requestType),
                response => JsonSerializer.Deserialize(response, responseType) ?? throw new JsonException("The response is null.")),
            cancellationToken);

    /// <summary>For operations whose response is not read.</summary>
    public Task SendAsync<TRequest>(
        string operation, string? resource, TRequest request, JsonTypeInfo<TRequest> requestType,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            NewCall(operation, resource, JsonSerializer.SerializeToUtf8Bytes(request, requestType), _ => true), cancellationToken);

    private JsonCall<TResponse> NewCall<TResponse>(
        string operation, string? resource, byte[] content, Func<Stream, TResponse> read) =>
        new(operation, resource, content, read)
        {
            Target = $"{target}.{operation}",
            ContentType = $"application/x-amz-json-{version}",
            ServiceName = service.Id,
        };

    private sealed class JsonCall<TResponse>(
        string operation, string? resource, byte[] content, Func<Stream, TResponse> read)
        : WireCall<TResponse>(operation, resource)
    {
        public required string Target { get; init; }

        public required string ContentType { get; init; }

        public required string ServiceName { get; init; }

        public override ResponseUnmarshaller Unmarshaller => new JsonResponse<TResponse>(read);

        public override IRequest Marshall(AmazonWebServiceRequest input) =>
            new DefaultRequest(input, ServiceName)
            {
                HttpMethod = HttpMethod.Post.Method,
                ResourcePath = "/",
                Content = content,
                Headers = { ["X-Amz-Target"] = Target, ["Content-Type"] = ContentType },
            };
    }
}
