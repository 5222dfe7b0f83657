using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// Stands in for the backfill function where its settings cannot be worked with. CloudFormation would wait its full time
/// for a process that does not start, and as long again for the step back; so it is told at once what is wrong, and the
/// step back, a deletion, succeeds. Whatever else comes fails with the same sentence.
/// </summary>
internal sealed class InvalidSettingsFunction(SettingsException wrong, CustomResourceResponder answers) : ILambdaFunction
{
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (CustomResourceRequest.TryRead(invocation.Payload) is not { } request)
            throw new FunctionErrorException("WrongSettings", wrong.Message);

        if (request.RequestType == "Delete")
            await answers.SucceedAsync(request, new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
        else
            await answers.FailAsync(request, wrong.Message, cancellationToken);

        return ReadOnlyMemory<byte>.Empty;
    }
}
