using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Lambda;

/// <summary>
/// Continues by invoking asynchronously the function that this process runs. Lambda keeps the payload until the next
/// invocation has taken it. Lambda throttles invocations (429 TooManyRequestsException), so the call is retried.
/// </summary>
internal sealed class SelfInvocation(LambdaClient lambda, string functionName, TimeProvider time) : IContinuation
{
    public Task ContinueAsync(string payload, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            token => lambda.InvokeEventAsync(functionName, payload, token),
            time,
            cancellationToken);
}
