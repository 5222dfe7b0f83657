using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// Reads a JSON response of either protocol. The code of an error is in the body or, with REST, in the header
/// x-amzn-ErrorType.
/// </summary>
internal sealed class JsonResponse<TResponse>(Func<Stream, TResponse> read) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
        new WireResponse<TResponse> { Value = read(input.Stream) };

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return new AmazonServiceException(
            error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
