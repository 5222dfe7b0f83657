using System.Text;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Decides what happens to a message of which something failed.
/// <list type="table">
/// <listheader><term>What failed</term><description>The message</description></listheader>
/// <item><term>only retryable failures</term><description>is returned, and received again after the back-off</description></item>
/// <item><term>only failures that need the operator; or any failure at the last receive</term><description>becomes a dead
/// letter, the operator is notified, and the message is completed</description></item>
/// <item><term>both, for different accounts</term><description>the operator is notified of the failures that need it, and
/// the message is returned; it becomes a dead letter when nothing is left to retry</description></item>
/// </list>
/// An account that is retried for <see cref="NotifiedAfter"/> is notified too, once.
/// The message stays in the work queue until the operator is notified and the dead letter is written, in this order: an
/// outage of the notification then makes no dead letter at each receive. At the last receive the dead letter is written in
/// any case. SQS itself moves a message that no process completes.
/// </summary>
internal sealed class FailedMessages(
    IReceivedMessages received,
    IDeadLetters deadLetters,
    OperatorNotifier notifier,
    RetryBackoff backoff,
    int maximumReceives,
    LifecycleLog log,
    TimeProvider time)
{
    /// <summary>A message that is still retried after this time is notified once, before it is a dead letter.</summary>
    public static readonly TimeSpan NotifiedAfter = TimeSpan.FromMinutes(30);

    private const string NotWritten = "the dead letter was not written";

    /// <param name="message">The message.</param>
    /// <param name="failures">What failed; at least one.</param>
    /// <param name="cancellationToken">The invocation's deadline.</param>
    /// <returns>Whether the message is completed.</returns>
    public async Task<bool> SettleAsync(
        ReceivedMessage message, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        var isLast = message.ReceiveCount >= maximumReceives;
        var duration = time.GetUtcNow() - message.FirstReceivedAt;
        if (isLast)
        {
            failures = [.. failures.Select(failure => failure.AfterLastAttempt(message.ReceiveCount, duration))];
        }

        var permanent = failures.Where(failure => isLast || failure.Kind == FailureKind.NeedsOperator).ToList();
        var isNotified = await notifier.NotifyAsync(permanent, cancellationToken);

        // After the last receive no later attempt can notify: SQS would only move the message itself.
        if (permanent.Count == failures.Count && (isNotified || isLast)
            && await TryWriteDeadLetterAsync(message, failures, cancellationToken))
        {
            return true;
        }

        if (duration >= NotifiedAfter)
            await notifier.NotifyRetriedAsync(Retried(message, failures.Except(permanent)), cancellationToken);

        await ReturnAsync(message, failures, cancellationToken);
        return false;
    }

    /// <summary>With the time in which the message has its last attempt, if each wait is the mean of the longest back-off.</summary>
    private IEnumerable<FailureNotice> Retried(ReceivedMessage message, IEnumerable<FailureNotice> failures)
    {
        var retriedFor = RetryBackoff.LongestMean * Math.Max(0, maximumReceives - message.ReceiveCount);
        return failures.Select(failure => failure with { RetriedFor = retriedFor });
    }

    private async Task<bool> TryWriteDeadLetterAsync(
        ReceivedMessage message, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        // SQS refuses an empty message. It keeps one that it has delivered itself.
        if (message.Body is [])
            return false;

        IReadOnlyList<FailureNotice> operatorFirst =
            [.. failures.OrderByDescending(failure => failure.Kind == FailureKind.NeedsOperator)];
        try
        {
            if (!await deadLetters.KeepAsync(Encoding.UTF8.GetString(message.Body), operatorFirst, cancellationToken))
                return false;

            log.DeadLetter(message.Id, message.ReceiveCount, operatorFirst);
            return true;
        }
        catch (RemoteSystemException failed)
        {
            log.Failed(NotWritten, $"message {message.Id}: {failed.Message}", failed.Advice);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Failed(NotWritten, $"message {message.Id}: the invocation's time ran out", null);
            return false;
        }
    }

    private async Task ReturnAsync(
        ReceivedMessage message, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        if (message.ReceiptHandle is not { } receipt)
            return;

        var delay = backoff.After(message.ReceiveCount, failures.Max(failure => failure.Failure.Call?.RetryAfter));
        try
        {
            await received.ReturnAfterAsync(receipt, delay, cancellationToken);
        }
        catch (RemoteSystemException failed)
        {
            log.Failed(
                "the message returns only after its visibility timeout",
                $"message {message.Id}: {failed.Message}",
                failed.Advice);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The outcome states that the time ran out. The queue's own visibility timeout applies.
        }
    }
}
