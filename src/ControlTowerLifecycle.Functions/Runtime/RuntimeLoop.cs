using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>
/// Handles one invocation after another until the connection is lost. Each call of /next is followed by exactly one
/// response or one error:
/// <code>
/// next ─► invoke ─► response ──► next          refused (413, 400, 403): logged; Lambda has ended the invocation itself
///              └──► error ─────► next          500 or no connection: the process ends with a non-zero exit code
/// </code>
/// </summary>
internal sealed class RuntimeLoop(
    RuntimeApi api, ILambdaFunction function, LifecycleLog log, InvocationEnd end, TimeProvider time)
{
    /// <summary>The time for the response and the log, after the function's work is canceled.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    /// <returns>The exit code, never zero: a runtime ends only after a failure.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                log.RequestId = null;
                await HandleAsync(await api.NextAsync(cancellationToken), cancellationToken);
            }
        }
        catch (RuntimeApiException broken)
        {
            log.Failed("the process ends", broken.Message, null);
            return 1;
        }
    }

    private async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        log.RequestId = invocation.RequestId;
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        var refused = await InvokeAsync(invocation) switch
        {
            (var response, null) => await api.RespondAsync(invocation.RequestId, response, cancellationToken),
            (_, { } error) => await api.FailAsync(invocation.RequestId, error, cancellationToken),
        };
        if (refused is not null)
            log.Failed("the response was not accepted", refused, null);
    }

    private async Task<(ReadOnlyMemory<byte> Response, RuntimeError? Error)> InvokeAsync(Invocation invocation)
    {
        end.Set(invocation.Deadline);
        var left = invocation.TimeLeft(time) - Reserve;
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        try
        {
            return (await function.InvokeAsync(invocation, deadline.Token), null);
        }
        catch (FunctionErrorException error)
        {
            log.Failed("the invocation fails", error.Message, null);
            return (default, RuntimeError.Of(error));
        }
        catch (Exception defect)
        {
            // The boundary of an invocation: a defect is logged and reported, and the next invocation is handled.
            log.Defect("invocation", defect);
            return (default, RuntimeError.Of(defect));
        }
    }
}
