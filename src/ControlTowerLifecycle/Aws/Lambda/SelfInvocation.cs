using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Lambda;

/// <summary>
/// Goes on by invoking the very function this process runs, asynchronously: Lambda keeps the payload until the next
/// invocation has taken it.
/// </summary>
internal sealed class SelfInvocation(LambdaClient lambda, string functionName) : IContinuation
{
    public Task ContinueAsync(string payload, CancellationToken cancellationToken) =>
        lambda.InvokeEventAsync(functionName, payload, cancellationToken);
}
