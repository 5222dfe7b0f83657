using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Walks the organization and queues one message for every account in scope. The walk is a stream: a page of accounts
/// and a batch of messages are all that is held, whatever the organization's size.
/// </summary>
public sealed class Backfill(
    ScopedOrganization organization, IReadOnlyList<IProtection> protections, IWorkQueue queue)
{
    /// <summary>Verifies the protections, then queues.</summary>
    /// <param name="progress">Is kept true while the walk goes on, so that one who has to stop it can tell how far it
    /// came.</param>
    /// <param name="cancellationToken">Ends the walk; what is queued by then stays queued.</param>
    /// <exception cref="RemoteSystemException">A protection cannot be worked with, or the walk broke off.</exception>
    public async Task RunAsync(BackfillProgress progress, CancellationToken cancellationToken)
    {
        foreach (var protection in protections)
            await protection.VerifyAsync(cancellationToken);

        var batch = new List<string>(queue.BatchSize);
        await foreach (var account in organization.AccountsAsync(cancellationToken))
        {
            if (await organization.JudgeAsync(account, cancellationToken) is { } reason)
            {
                progress.Skip(reason);
                continue;
            }

            batch.Add(WorkMessage.ForBackfill(account));
            if (batch.Count == queue.BatchSize)
                await SendAsync(batch, progress, cancellationToken);
        }

        if (batch.Count > 0)
            await SendAsync(batch, progress, cancellationToken);
    }

    private async Task SendAsync(List<string> batch, BackfillProgress progress, CancellationToken cancellationToken)
    {
        await queue.SendAsync(batch, cancellationToken);
        progress.Queued += batch.Count;
        batch.Clear();
    }
}

/// <summary>How far a backfill has come.</summary>
public sealed class BackfillProgress
{
    private readonly SortedDictionary<string, int> _skipped = new(StringComparer.Ordinal);

    /// <summary>Accounts for which a message is in the queue.</summary>
    public int Queued { get; internal set; }

    /// <summary>Accounts left alone, by <see cref="SkipReason.Code"/>.</summary>
    public IReadOnlyDictionary<string, int> Skipped => _skipped;

    /// <summary>Accounts seen and dealt with.</summary>
    public int Accounts => Queued + _skipped.Values.Sum();

    internal void Skip(SkipReason reason) => _skipped[reason.Code] = _skipped.GetValueOrDefault(reason.Code) + 1;
}
