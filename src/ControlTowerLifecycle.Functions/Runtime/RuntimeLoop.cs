using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>
/// One invocation after another, until the connection is lost. Between two calls of /next there is exactly one answer
/// or one error:
/// <code>
/// next ─► invoke ─► response ──► next          refused (413, 400, 403): logged; the platform has answered for us
///              └──► error ─────► next          500 or no connection: the process ends with a non-zero code
/// </code>
/// </summary>
internal sealed class RuntimeLoop(RuntimeApi api, ILambdaFunction function, LifecycleLog log, TimeProvider time)
{
    /// <summary>Left for the answer and for the log, after the function's own work was told to stop.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    /// <returns>The process's exit code. Never zero: a runtime ends only when something is wrong.</returns>
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
            log.Failed("the answer was not taken", refused, null);
    }

    private async Task<(ReadOnlyMemory<byte> Response, RuntimeError? Error)> InvokeAsync(Invocation invocation)
    {
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
            // The boundary of the process: one invocation's defect must not end the next one's. It is logged and told
            // to Lambda.
            log.Defect("invocation", defect);
            return (default, RuntimeError.Of(defect));
        }
    }
}
