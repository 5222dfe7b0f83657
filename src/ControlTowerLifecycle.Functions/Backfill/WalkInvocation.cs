using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>The result of a walk within one invocation.</summary>
/// <param name="Summary">The counts so far.</param>
/// <param name="Continues">Whether the next invocation continues the walk.</param>
/// <param name="Failure">Why the walk failed and what to do, for an operator; null if it did not fail.</param>
internal sealed record WalkInvocationResult(WalkSummary Summary, bool Continues, string? Failure);

/// <summary>Walks for the time of one invocation, and hands the rest to the next one.</summary>
internal sealed class WalkInvocation(
    OrganizationWalk walk, IContinuation continuation, WalkMetrics metrics, LifecycleLog log, TimeProvider time)
{
    private const int TooManyRequests = 429;

    /// <summary>
    /// To hand over and to respond. The same time again before it is left to the page that is being read when the walk
    /// is asked to pause.
    /// </summary>
    private static readonly TimeSpan MaximumReserve = TimeSpan.FromSeconds(15);

    public async Task<WalkInvocationResult> RunAsync(
        WalkRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        using var deadline = new WorkDeadline(invocation, MaximumReserve, time, cancellationToken);
        using var pause = new CancellationTokenSource(deadline.PauseAfter, time);
        try
        {
            var result = await walk.RunAsync(request, pause.Token, deadline.Token);
            return result.Next is { } rest
                ? await HandOverAsync(rest, deadline)
                : await CompleteAsync(request, result, deadline.Token);
        }
        catch (OrganizationalUnitNotFoundException notFound) when (request.IsFromEvent)
        {
            // AWS deletes no unit that contains accounts.
            log.Ignored(null, notFound.Message);
            return new WalkInvocationResult(request.Summary, false, null);
        }
        catch (RemoteSystemException failed)
        {
            return Fail(request, failed.Message, failed.Advice ?? AdviseRetry(request.Kind, failed));
        }
        catch (OperationCanceledException ended) when (deadline.Token.IsCancellationRequested)
        {
            // A walk that continues at the position where it began would continue forever.
            log.Walk($"{FailedMessage(request.Kind)}: the time ran out", request, request.Summary);
            return Failed(request, DescribeEnd(request.Kind, ended));
        }
        catch (Exception defect)
        {
            // CloudFormation must get a response even then. Otherwise the stack waits for an hour.
            log.Defect("walk", defect);
            return Failed(
                request, $"Unexpected {defect.GetType().Name}; the backfill function's log has the details.");
        }
    }

    private async Task<WalkInvocationResult> CompleteAsync(
        WalkRequest request, WalkResult result, CancellationToken cancellationToken)
    {
        log.Walk(CompletedMessage(request.Kind), request, result.Summary);
        await metrics.WriteAsync(request, result.Summary, cancellationToken);
        return result.Held is { } held
            ? Fail(request, held.Cause, held.Advice)
            : new WalkInvocationResult(result.Summary, false, null);
    }

    private async Task<WalkInvocationResult> HandOverAsync(WalkRequest rest, WorkDeadline deadline)
    {
        const string failure = "the rest of the walk could not be handed over to the next invocation";
        metrics.WritePartial();
        try
        {
            await continuation.ContinueAsync(WalkPayload.Write(rest), deadline.HandoverToken);
        }
        catch (RemoteSystemException failed)
        {
            return Fail(rest, $"{failure}: {failed.Message}", failed.Advice ?? AdviseHandover(rest.Kind, failed));
        }
        catch (OperationCanceledException) when (deadline.HandoverToken.IsCancellationRequested)
        {
            return Fail(
                rest,
                $"{failure}: AWS Lambda did not respond in time",
                $"Check that the function can reach AWS Lambda, then {RetryCommand(rest.Kind)}.");
        }

        log.Walk("the walk continues", rest, rest.Summary);
        return new WalkInvocationResult(rest.Summary, true, null);
    }

    private WalkInvocationResult Fail(WalkRequest request, string cause, string advice)
    {
        log.Failed(FailedMessage(request.Kind), cause, advice);
        return Failed(request, $"{cause.TrimEnd('.')}. {advice}");
    }

    private static string DescribeEnd(WalkKind kind, OperationCanceledException ended)
    {
        var repeat = $"the backfill function's timeout (900 s at most) and {RetryCommand(kind)}.";
        return ended is PreparationOutOfTimeException
            ? $"{ended.Message} Check that the function can reach this service. If it needs more time, raise {repeat}"
            : $"The time ran out before one page of accounts was done. Raise {repeat}";
    }

    private static WalkInvocationResult Failed(WalkRequest request, string failure) =>
        new(request.Summary, false, failure);

    private static string AdviseHandover(WalkKind kind, RemoteSystemException failed) =>
        failed.Status == TooManyRequests
            ? "AWS Lambda throttles this function: check its reserved concurrency and the account's Lambda quotas, "
                + $"then {RetryCommand(kind)}."
            : AdviseRetry(kind, failed);

    private static string AdviseRetry(WalkKind kind, RemoteSystemException failed) =>
        $"Check that the function can reach {failed.RemoteSystem}, then {RetryCommand(kind)}.";

    private static string CompletedMessage(WalkKind kind) => kind switch
    {
        WalkKind.Deploy => "backfill queued",
        WalkKind.UnitLeft => "unit left",
        _ => "reconciled",
    };

    private static string FailedMessage(WalkKind kind) =>
        kind == WalkKind.Deploy ? "backfill failed" : "reconciliation failed";

    private static string RetryCommand(WalkKind kind) => kind == WalkKind.Deploy ? "deploy again" : "reconcile again";
}
