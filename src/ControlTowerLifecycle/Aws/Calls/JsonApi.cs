using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The AWS JSON protocol: every operation is a POST of an object to <c>/</c>, named in a header.</summary>
/// <param name="connection">As whom and where.</param>
/// <param name="service">What.</param>
/// <param name="target">What stands before the operation in the header X-Amz-Target.</param>
/// <param name="version">Of the protocol: 1.0 or 1.1.</param>
internal sealed class JsonApi(AwsConnection connection, AwsService service, string target, string version)
{
    private readonly AwsPipeline _pipeline = AwsPipeline.To(service, connection);

    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        TRequest question,
        JsonTypeInfo<TRequest> questionType,
        JsonTypeInfo<TResponse> answerType,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            NewCall(
                operation,
                resource,
                JsonSerializer.SerializeToUtf8Bytes(question, questionType),
                answer => JsonSerializer.Deserialize(answer, answerType) ?? throw new JsonException("It is null.")),
            cancellationToken);

    /// <summary>For the operations whose answer says nothing; some of them answer with no body at all.</summary>
    public Task TellAsync<TRequest>(
        string operation,
        string? resource,
        TRequest question,
        JsonTypeInfo<TRequest> questionType,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            NewCall(operation, resource, JsonSerializer.SerializeToUtf8Bytes(question, questionType), ReadToEnd),
            cancellationToken);

    /// <summary>DynamoDB sends a checksum, and the SDK holds it against what was read.</summary>
    private static bool ReadToEnd(Stream answer)
    {
        answer.CopyTo(Stream.Null);
        return true;
    }

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
