using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>How a walk ended within one invocation.</summary>
/// <param name="Summary">What it counted so far.</param>
/// <param name="Continues">Whether the next invocation goes on with it.</param>
/// <param name="Failure">Null, or why it broke off, for a person to read.</param>
internal sealed record WalkEnd(WalkSummary Summary, bool Continues, string? Failure);

/// <summary>
/// Brings a walk as far as one invocation goes, and hands the rest to the next one.
/// </summary>
internal sealed class WalkInvocation(
    OrganizationWalk walk, IContinuation continuation, WalkMetrics metrics, LifecycleLog log, TimeProvider time)
{
    /// <summary>
    /// What is kept of the invocation's time to hand over and to answer: this much, or a fifth where the time is short.
    /// As much again is left to the page that the walk is at when it is asked to pause.
    /// </summary>
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(15);

    public async Task<WalkEnd> RunAsync(
        WalkRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        using var work = new WorkDeadline(invocation, LongestReserve, time, cancellationToken);
        using var pause = new CancellationTokenSource(work.BeforeAnotherReserve, time);
        try
        {
            var result = await walk.RunAsync(request, pause.Token, work.Token);
            if (result.Next is { } next)
                await continuation.ContinueAsync(WalkPayload.Write(next), cancellationToken);

            log.Walk(result.Next is null ? Done(request.Kind) : "the walk continues", request, result.Summary);
            if (result.Next is null)
                await metrics.TellAsync(request, result.Summary, work.Token);
            else
                metrics.TellPart();

            return new WalkEnd(result.Summary, result.Next is not null, null);
        }
        catch (OrganizationalUnitNotFoundException gone) when (request.IsEvents)
        {
            // AWS deletes no unit that has accounts in it.
            log.Ignored(null, gone.Message);
            return new WalkEnd(request.Summary, false, null);
        }
        catch (RemoteSystemException failed)
        {
            log.Failed(Broken(request.Kind), failed.Message, failed.Advice);
            return Failed(request, $"{failed.Message.TrimEnd('.')}. "
                + (failed.Advice ?? $"Check that the function can reach {failed.RemoteSystem}, then {Again(request.Kind)}."));
        }
        catch (OperationCanceledException) when (work.Token.IsCancellationRequested)
        {
            // One that goes on where it came no further would go on for ever.
            log.Walk($"{Broken(request.Kind)}: the time ran out", request, request.Summary);
            return Failed(request, "The time ran out before one page of accounts was done. "
                + $"Raise the backfill function's timeout (900 s at most) and {Again(request.Kind)}.");
        }
        catch (Exception defect)
        {
            // CloudFormation must be answered even then: it would wait an hour for a process that is long gone.
            log.Defect("walk", defect);
            return Failed(request, $"Unexpected {defect.GetType().Name}; the backfill function's log has the details.");
        }
    }

    private static WalkEnd Failed(WalkRequest request, string why) => new(request.Summary, false, why);

    private static string Done(WalkKind kind) => kind switch
    {
        WalkKind.Deploy => "backfill queued",
        WalkKind.UnitLeft => "unit left",
        _ => "reconciled",
    };

    private static string Broken(WalkKind kind) => kind == WalkKind.Deploy ? "backfill failed" : "reconciliation failed";

    private static string Again(WalkKind kind) => kind == WalkKind.Deploy ? "deploy again" : "reconcile again";
}
