using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>One call as it goes over the wire: what is sent and how the answer is read.</summary>
internal abstract class WireCall<TResponse>(string operation, string? resource)
    : AmazonWebServiceRequest, IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public string Operation { get; } = operation;

    public string? Resource { get; } = resource;

    public abstract ResponseUnmarshaller Unmarshaller { get; }

    public abstract IRequest Marshall(AmazonWebServiceRequest input);
}

/// <summary>The answer to a <see cref="WireCall{TResponse}"/>. The SDK makes it, hence the setter.</summary>
internal sealed class WireResponse<TResponse> : AmazonWebServiceResponse
{
    public TResponse Value { get; set; } = default!;
}
