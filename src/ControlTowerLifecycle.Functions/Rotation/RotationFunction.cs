using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Rotation;

namespace ControlTowerLifecycle.Functions.Rotation;

/// <summary>
/// Rotates the API key in the secret. Secrets Manager invokes it once for each step, and repeats a step that failed.
/// </summary>
internal sealed class RotationFunction(
    string secretId, ISecretVersions versions, KeyRotation rotation, LifecycleLog log) : ILambdaFunction
{
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = RotationEvent.Read(invocation.Payload);
        if (request.SecretId != secretId)
            throw FunctionErrorException.UnreadableEvent("its secret is not the one that WORKLOAD_SECURITY_SECRET_ARN names");

        try
        {
            await RunAsync(request, cancellationToken);
            log.KeyRotation(request.Step.ToString());
            return ReadOnlyMemory<byte>.Empty;
        }
        catch (RemoteSystemException failed)
        {
            log.Failed("the API key is not rotated", $"{request.Step}: {failed.Message}", failed.Advice);
            throw new FunctionErrorException("NotRotated", $"{request.Step} failed: {OutsideText.CleanSentence(failed.Message)}");
        }
    }

    private async Task RunAsync(RotationEvent request, CancellationToken cancellationToken)
    {
        if (!await IsPendingAsync(request.Token, cancellationToken))
            return;

        switch (request.Step)
        {
            case RotationStep.CreateSecret:
                await rotation.CreateAsync(request.Token, cancellationToken);
                break;
            case RotationStep.TestSecret:
                await rotation.TestAsync(request.Token, cancellationToken);
                break;
            case RotationStep.FinishSecret:
                await rotation.FinishAsync(request.Token, cancellationToken);
                break;
            default:
                // The vendor knows the key since it created it.
                break;
        }
    }

    /// <returns>False if the rotation is finished.</returns>
    /// <exception cref="FunctionErrorException">Secrets Manager has started no rotation with this token.</exception>
    private async Task<bool> IsPendingAsync(string token, CancellationToken cancellationToken)
    {
        var labels = await versions.DescribeAsync(cancellationToken);
        if (!labels.TryGetValue(token, out var stages))
            throw FunctionErrorException.UnreadableEvent("its ClientRequestToken is no version of the secret");

        if (stages.Contains(SecretStages.Current, StringComparer.Ordinal))
            return false;

        return stages.Contains(SecretStages.Pending, StringComparer.Ordinal)
            ? true
            : throw FunctionErrorException.UnreadableEvent("its version of the secret is not AWSPENDING");
    }
}
