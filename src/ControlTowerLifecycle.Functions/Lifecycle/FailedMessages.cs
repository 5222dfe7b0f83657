using System.Text;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// What becomes of a message of which something failed.
/// <list type="table">
/// <listheader><term>What failed</term><description>The message</description></listheader>
/// <item><term>what another attempt can mend</term><description>is handed back, and comes again after the
/// back-off</description></item>
/// <item><term>only what a person must mend; anything at the last receive</term><description>is kept as a dead letter,
/// people are told, and it is done with</description></item>
/// <item><term>of several accounts some in this way and some in that</term><description>people are told of what they
/// must mend, and it is handed back: what was done is not done again, and the dead letter is made when nothing is left
/// to be tried</description></item>
/// </list>
/// The dead letter comes first, for nothing after it can lose the message. Where it cannot be kept, or people cannot be
/// told and a later attempt could, the message is handed back. SQS gives up by itself what no process gets to the end
/// of.
/// </summary>
internal sealed class FailedMessages(
    IReceivedMessages? received,
    IDeadLetters? deadLetters,
    OperatorNotifier people,
    RetryBackoff backoff,
    int maximumReceives,
    LifecycleLog log)
{
    /// <param name="message">The message.</param>
    /// <param name="failures">What failed; at least one.</param>
    /// <param name="cancellationToken">The invocation's deadline.</param>
    /// <returns>Whether the message is done with.</returns>
    public async Task<bool> SettleAsync(
        ReceivedMessage message, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        var isLast = message.ReceiveCount >= maximumReceives;
        var lasting = failures.Where(failure => isLast || failure.Kind == FailureKind.NeedsOperator).ToList();
        var kept = lasting.Count == failures.Count && await KeepAsync(message, failures, cancellationToken);
        var told = await people.TellAsync(lasting, cancellationToken);

        // After the last receive nothing comes again that could tell; SQS would only make a second dead letter.
        if (kept && (told || isLast))
            return true;

        await HandBackAsync(message, failures, cancellationToken);
        return false;
    }

    /// <returns>Whether the message is among the dead letters.</returns>
    private async Task<bool> KeepAsync(
        ReceivedMessage message, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        // SQS takes no empty message; it keeps one that it has handed out itself.
        if (deadLetters is null || message.Body is [])
            return false;

        IReadOnlyList<FailureNotice> personsFirst =
            [.. failures.OrderByDescending(failure => failure.Kind == FailureKind.NeedsOperator)];
        try
        {
            await deadLetters.KeepAsync(Encoding.UTF8.GetString(message.Body), personsFirst, cancellationToken);
            log.DeadLetter(message.Id, message.ReceiveCount, personsFirst);
            return true;
        }
        catch (RemoteSystemException refused)
        {
            log.Failed("the dead letter was not kept", $"message {message.Id}: {refused.Message}", refused.Advice);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Failed("the dead letter was not kept", $"message {message.Id}: the invocation's time ran out", null);
            return false;
        }
    }

    private async Task HandBackAsync(
        ReceivedMessage message, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        if (received is null || message.ReceiptHandle is not { } receipt)
            return;

        var after = backoff.After(message.ReceiveCount, failures.Max(failure => failure.Failure.Call?.RetryAfter));
        try
        {
            await received.ReturnAfterAsync(receipt, after, cancellationToken);
        }
        catch (RemoteSystemException refused)
        {
            log.Failed(
                "the message comes again only after its visibility timeout",
                $"message {message.Id}: {refused.Message}",
                refused.Advice);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The invocation's time is over, which the outcome says. The queue's own visibility timeout applies.
        }
    }
}
