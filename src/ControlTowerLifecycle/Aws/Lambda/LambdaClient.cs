using System.Text;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Lambda;

/// <summary>Functions of the caller's account and region.</summary>
internal sealed class LambdaClient(AwsConnection connection)
{
    /// <summary>
    /// Lambda accepts 1 MB since October 2025. The older limit is valid in every region and partition, and the payloads
    /// are far smaller.
    /// </summary>
    public const int MaximumPayloadBytes = 256 * 1024;

    private const string Invoke = "Invoke";

    private readonly RestJsonApi _api = new(connection, AwsService.Lambda);

    /// <summary>
    /// Invokes a function asynchronously. After the call returns, Lambda keeps the event and tries it up to three times.
    /// </summary>
    /// <remarks>
    /// If a response is lost, the call is repeated, and the function may get the event twice. Lambda stops a function
    /// that invokes itself about 16 times in a chain, unless its recursive loop detection is set to Allow.
    /// </remarks>
    /// <param name="functionName">The name of the function.</param>
    /// <param name="payload">JSON text of up to <see cref="MaximumPayloadBytes"/> bytes in UTF-8.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">The payload is too large, or Lambda refuses or does not respond.</exception>
    public Task InvokeEventAsync(string functionName, string payload, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(payload);
        if (content.Length > MaximumPayloadBytes)
        {
            throw AwsException.ForUnsentRequest(
                AwsService.Lambda,
                Invoke,
                functionName,
                $"its payload has {content.Length} bytes, and an asynchronous invocation accepts {MaximumPayloadBytes}",
                "Report a defect: the payload of one event is too large.");
        }

        return _api.SendAsync(
            new RestRequest(Invoke, functionName, "/2015-03-31/functions/{FunctionName}/invocations", content)
            {
                Labels = [("{FunctionName}", functionName)],
                Headers = [("X-Amz-Invocation-Type", "Event")],
            },
            cancellationToken);
    }
}
