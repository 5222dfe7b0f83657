using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>One call: how the request is written, and how the response is read.</summary>
internal abstract class WireCall<TResponse>(string operation, string? resource)
    : AmazonWebServiceRequest, IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public string Operation { get; } = operation;

    public string? Resource { get; } = resource;

    public abstract ResponseUnmarshaller Unmarshaller { get; }

    public abstract IRequest Marshall(AmazonWebServiceRequest input);
}

/// <summary>The response of a <see cref="WireCall{TResponse}"/>.</summary>
internal sealed class WireResponse<TResponse> : AmazonWebServiceResponse
{
    public TResponse Value { get; set; } = default!;
}
