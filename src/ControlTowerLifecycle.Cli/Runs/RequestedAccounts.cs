using System.Collections.Concurrent;
using System.Text;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Runs;

/// <summary>
/// The requests that the functions would handle for the accounts of a command: those of an operator for IDs, and those of a
/// deployment's walk for a unit or the organization. They are handled in this process, a bounded number at a time.
/// </summary>
internal sealed class RequestedAccounts(StackComposition composition, ToolContext context, int parallel)
{
    /// <summary>Handles each account.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="handle">Handles a request. Its token ends it at once.</param>
    /// <param name="skip">Describes an account that a walk skips.</param>
    /// <param name="write">Receives each result as soon as it is there.</param>
    /// <param name="stop">No request is started any more.</param>
    /// <param name="end">Ends the requests that are being handled.</param>
    /// <returns>The results, in the order in which they were there.</returns>
    public async Task<IReadOnlyList<TResult>> HandleAsync<TResult>(
        SelectedAccounts accounts,
        Func<OnboardingRequest, CancellationToken, Task<TResult>> handle,
        Func<ManagedAccount, SkipReason, TResult> skip,
        Action<TResult> write,
        CancellationToken stop,
        CancellationToken end)
    {
        var results = new ConcurrentQueue<TResult>();
        var queue = new LocalQueue(parallel, async (request, token) => Add(await handle(request, token)), stop);
        if (accounts.IsWalk)
        {
            var walk = new WalkRunner(composition, context.Time) { OnJudged = AddSkipped, Queue = queue };
            await walk.RunAsync(new WalkRequest(WalkKind.Deploy, accounts.Unit), stop, end);
        }
        else
            await queue.HandleAsync([.. accounts.Ids.Select(id => new OnboardingRequest(id, null, Origin.Direct))], end);

        return [.. results];

        void Add(TResult result)
        {
            results.Enqueue(result);
            write(result);
        }

        void AddSkipped(AccountPage page, IReadOnlyList<AccountVerdict> verdicts)
        {
            foreach (var verdict in verdicts)
            {
                if (verdict.Reason is { } reason)
                    Add(skip(verdict.Account, reason));
            }
        }
    }

    /// <summary>Handles the messages of a walk at once, in the place of a queue and the lifecycle function.</summary>
    private sealed class LocalQueue(
        int parallel, Func<OnboardingRequest, CancellationToken, Task> handle, CancellationToken stop) : IWorkQueue
    {
        public int BatchSize => int.MaxValue;

        public Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken) =>
            HandleAsync([.. messages.SelectMany(Read)], cancellationToken);

        public async Task HandleAsync(IReadOnlyList<OnboardingRequest> requests, CancellationToken cancellationToken)
        {
            using var slots = new SemaphoreSlim(parallel);
            await Task.WhenAll(requests.Select(async request =>
            {
                await slots.WaitAsync(cancellationToken);
                try
                {
                    if (!stop.IsCancellationRequested)
                        await handle(request, cancellationToken);
                }
                finally
                {
                    slots.Release();
                }
            }));
        }

        private static IEnumerable<OnboardingRequest> Read(string message) =>
            LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)) is LifecycleEvent.AccountGoverned governed
                ? governed.Accounts.Select(account =>
                    new OnboardingRequest(account.Id, account.Name, governed.Origin) { Known = account.Known })
                : [];
    }
}
