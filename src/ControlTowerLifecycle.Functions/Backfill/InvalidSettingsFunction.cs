using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// Replaces the backfill function if its settings are invalid. CloudFormation would wait for its full timeout for a
/// process that does not start, and again for the rollback. So it gets the error at once, and the rollback, a deletion,
/// succeeds. Every other invocation fails with the same error.
/// </summary>
internal sealed class InvalidSettingsFunction(SettingsException invalid, CustomResourceResponder responder)
    : ILambdaFunction
{
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (CustomResourceRequest.TryRead(invocation.Payload) is not { } request)
            throw new FunctionErrorException("WrongSettings", invalid.Message);

        if (request.RequestType == "Delete")
            await responder.SucceedAsync(
                request, new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
        else
            await responder.FailAsync(request, invalid.Message, cancellationToken);

        return ReadOnlyMemory<byte>.Empty;
    }
}
