using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Lambda;

/// <summary>
/// Continues by invoking asynchronously the function that this process runs. Lambda keeps the payload until the next
/// invocation has taken it. Lambda throttles invocations (429 TooManyRequestsException), so the call is retried.
/// </summary>
internal sealed class SelfInvocation(LambdaClient lambda, string functionName, TimeProvider time) : IContinuation
{
    public Task ContinueAsync(string payload, CancellationToken cancellationToken) =>
        PatientCall.UntilItComesAsync(
            async () =>
            {
                await lambda.InvokeEventAsync(functionName, payload, cancellationToken);
                return true;
            },
            time,
            cancellationToken);
}
