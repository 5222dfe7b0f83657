using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The AWS REST-JSON protocol: each operation has its own path, and usually is a POST.</summary>
/// <param name="connection">The credentials and endpoints.</param>
/// <param name="service">The service.</param>
internal sealed class RestJsonApi(AwsConnection connection, AwsService service)
{
    private readonly AwsPipeline _pipeline = AwsPipeline.Create(service, connection);

    /// <param name="operation">The name in the API reference.</param>
    /// <param name="resource">The resource in the message of a failure.</param>
    /// <param name="path">The request URI of the API reference.</param>
    /// <param name="request">The body.</param>
    /// <param name="requestType">Serializes the body.</param>
    /// <param name="responseType">Deserializes the response.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        string path,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            new RestCall<TResponse>(
                new RestRequest(operation, resource, path, JsonSerializer.SerializeToUtf8Bytes(request, requestType)),
                service.Id,
                response => JsonSerializer.Deserialize(response, responseType) ?? throw new JsonException("The response is null.")),
            cancellationToken);

    /// <summary>For operations with another method than POST, or with labels in their path.</summary>
    public Task<TResponse> CallAsync<TResponse>(
        RestRequest request, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            new RestCall<TResponse>(
                request,
                service.Id,
                response => JsonSerializer.Deserialize(response, responseType) ?? throw new JsonException("The response is null.")),
            cancellationToken);

    /// <summary>For operations with an empty response.</summary>
    public Task SendAsync(RestRequest request, CancellationToken cancellationToken) =>
        _pipeline.SendAsync(new RestCall<bool>(request, service.Id, _ => true), cancellationToken);

    private sealed class RestCall<TResponse>(RestRequest rest, string serviceName, Func<Stream, TResponse> read)
        : WireCall<TResponse>(rest.Operation, rest.Resource)
    {
        public override ResponseUnmarshaller Unmarshaller => new JsonResponse<TResponse>(read);

        public override IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, serviceName)
            {
                HttpMethod = rest.Method.Method,
                ResourcePath = rest.Path,
            };

            // A GET has no body, so this header would be signed and not sent.
            if (rest.Method != HttpMethod.Get)
            {
                request.Content = rest.Content;
                request.Headers["Content-Type"] = "application/json";
            }

            foreach (var (label, value) in rest.Labels)
                request.AddPathResource(label, value);
            foreach (var (name, value) in rest.Headers)
                request.Headers[name] = value;
            return request;
        }
    }
}

/// <summary>A request of the REST-JSON protocol.</summary>
/// <param name="Operation">The name in the API reference.</param>
/// <param name="Resource">The resource in the message of a failure.</param>
/// <param name="Path">The request URI of the API reference, with its labels: <c>/functions/{FunctionName}</c>.</param>
/// <param name="Content">The body.</param>
internal sealed record RestRequest(string Operation, string? Resource, string Path, byte[] Content)
{
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>The labels with their braces, and the values that replace them; the SDK encodes the values.</summary>
    public IReadOnlyList<(string Label, string Value)> Labels { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
