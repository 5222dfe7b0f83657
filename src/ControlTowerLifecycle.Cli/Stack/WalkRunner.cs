using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>Runs walks for an operator, who wants to know soon that a vendor is down.</summary>
internal sealed class WalkRunner(StackComposition composition, TimeProvider time)
{
    /// <summary>A walk of the functions waits for a vendor that is down until its time is over.</summary>
    private static readonly TimeSpan LongestPreparation = TimeSpan.FromSeconds(30);

    /// <summary>Receives the verdicts on each page as soon as they are known.</summary>
    public Action<AccountPage, IReadOnlyList<AccountVerdict>> OnJudged { get; init; } = static (_, _) => { };

    /// <summary>What receives the messages; by default nothing is queued.</summary>
    public IWorkQueue Queue { get; init; } = new NoWorkQueue();

    /// <param name="request">The walk.</param>
    /// <param name="pause">Ends the walk after the current page.</param>
    /// <param name="cancellationToken">Ends the walk at once.</param>
    /// <exception cref="RemoteSystemException">AWS or a vendor refused or did not respond.</exception>
    /// <exception cref="ToolException">The walk could not begin in time.</exception>
    public async Task<WalkResult> RunAsync(
        WalkRequest request, CancellationToken pause, CancellationToken cancellationToken)
    {
        using var preparation = new CancellationTokenSource(LongestPreparation, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(preparation.Token, cancellationToken);
        var walk = composition.CreateWalk(Queue, (page, verdicts) =>
        {
            preparation.CancelAfter(Timeout.InfiniteTimeSpan);
            OnJudged(page, verdicts);
        });
        try
        {
            return await walk.RunAsync(request, pause, either.Token);
        }
        catch (OperationCanceledException ended) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(
                ended is PreparationOutOfTimeException ? ended.Message : "The time ran out before the first page of accounts.",
                "Check that this machine can reach AWS and the vendor, then run the command again.");
        }
        catch (RemoteSystemException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>A walk that only looks queues nothing.</summary>
    private sealed class NoWorkQueue : IWorkQueue
    {
        public int BatchSize => int.MaxValue;

        public Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
