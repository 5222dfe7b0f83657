using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws;

/// <summary>Placeholder: nothing is handed over yet.</summary>
internal sealed class SelfInvocation(LambdaClient lambda, string functionName) : IContinuation
{
    public Task ContinueAsync(string payload, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{functionName} in {lambda.Region} cannot be invoked by this version");
}
