using System.Text;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Lambda;

/// <summary>Functions of the caller's account and region.</summary>
internal sealed class LambdaClient(AwsConnection connection)
{
    /// <summary>
    /// In bytes. Lambda takes 1 MB since October 2025; the older limit holds in every region and partition, and what is
    /// sent here stays far below it.
    /// </summary>
    public const int LargestPayload = 256 * 1024;

    private const string Invoke = "Invoke";

    private readonly RestJsonApi _api = new(connection, AwsService.Lambda);

    /// <summary>
    /// Has a function work on an event later. When it returns, Lambda keeps the event and tries it up to three times.
    /// </summary>
    /// <remarks>
    /// A call whose answer was lost is made again, and the event may then come twice. Lambda stops a chain in which a
    /// function invokes itself some 16 times, unless the function's recursive loop detection is set to Allow.
    /// </remarks>
    /// <param name="functionName">Its name.</param>
    /// <param name="payload">JSON text of up to <see cref="LargestPayload"/> bytes in UTF-8.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">The payload is too large; Lambda refuses or does not answer.</exception>
    public Task InvokeEventAsync(string functionName, string payload, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(payload);
        if (content.Length > LargestPayload)
        {
            throw AwsException.ForUnsentRequest(
                AwsService.Lambda,
                Invoke,
                functionName,
                $"its payload has {content.Length} bytes, and an asynchronous invocation takes {LargestPayload}",
                "Have less carried in one event.");
        }

        return _api.TellAsync(
            new RestMessage(Invoke, functionName, "/2015-03-31/functions/{FunctionName}/invocations", content)
            {
                Labels = [("{FunctionName}", functionName)],
                Headers = [("X-Amz-Invocation-Type", "Event")],
            },
            cancellationToken);
    }
}
