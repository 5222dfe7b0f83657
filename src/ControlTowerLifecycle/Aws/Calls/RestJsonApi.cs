using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The AWS REST-JSON protocol as far as it is a POST to a path that names the operation.</summary>
/// <param name="connection">As whom and where.</param>
/// <param name="service">What.</param>
internal sealed class RestJsonApi(AwsConnection connection, AwsService service)
{
    private readonly AwsPipeline _pipeline = AwsPipeline.To(service, connection);

    /// <param name="operation">As the API reference names it.</param>
    /// <param name="resource">What it is done to, for the error.</param>
    /// <param name="path">The request URI of the API reference.</param>
    /// <param name="question">The body.</param>
    /// <param name="questionType">Writes the body.</param>
    /// <param name="answerType">Reads the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        string path,
        TRequest question,
        JsonTypeInfo<TRequest> questionType,
        JsonTypeInfo<TResponse> answerType,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            new RestCall<TResponse>(
                new RestMessage(operation, resource, path, JsonSerializer.SerializeToUtf8Bytes(question, questionType)),
                service.Id,
                answer => JsonSerializer.Deserialize(answer, answerType) ?? throw new JsonException("It is null.")),
            cancellationToken);

    /// <summary>For the operations whose answer says nothing.</summary>
    public Task TellAsync(RestMessage message, CancellationToken cancellationToken) =>
        _pipeline.SendAsync(new RestCall<bool>(message, service.Id, _ => true), cancellationToken);

    private sealed class RestCall<TResponse>(RestMessage message, string serviceName, Func<Stream, TResponse> read)
        : WireCall<TResponse>(message.Operation, message.Resource)
    {
        public override ResponseUnmarshaller Unmarshaller => new JsonResponse<TResponse>(read);

        public override IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, serviceName)
            {
                HttpMethod = HttpMethod.Post.Method,
                ResourcePath = message.Path,
                Content = message.Content,
                Headers = { ["Content-Type"] = "application/json" },
            };
            foreach (var (label, value) in message.Labels)
                request.AddPathResource(label, value);
            foreach (var (name, value) in message.Headers)
                request.Headers[name] = value;
            return request;
        }
    }
}

/// <summary>What goes over the wire where the body is not an object of the protocol's.</summary>
/// <param name="Operation">As the API reference names it.</param>
/// <param name="Resource">What it is done to, for the error.</param>
/// <param name="Path">The request URI of the API reference, with its labels: <c>/functions/{FunctionName}</c>.</param>
/// <param name="Content">The body.</param>
internal sealed record RestMessage(string Operation, string? Resource, string Path, byte[] Content)
{
    /// <summary>What stands in the place of each label, braces included; it is encoded on the way.</summary>
    public IReadOnlyList<(string Label, string Value)> Labels { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
