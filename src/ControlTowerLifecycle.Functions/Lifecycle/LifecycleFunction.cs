using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Onboards and offboards the accounts that a batch of the work queue, an EventBridge event, or a direct invocation names.
/// A message is completed or returned to the queue; <see cref="FailedMessages"/> decides which if something failed.
/// </summary>
internal sealed class LifecycleFunction(
    AccountEventHandler accounts,
    FollowUpEvents events,
    FailedMessages failedMessages,
    OperatorNotifier notifier,
    OutcomeMetrics metrics,
    LifecycleLog log,
    TimeProvider time) : ILambdaFunction
{
    /// <summary>The time that is kept to handle failures. Work that takes longer fails like any other.</summary>
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(10);

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var work = new WorkDeadline(invocation, LongestReserve, time, cancellationToken);
        try
        {
            return SqsBatch.TryRead(invocation.Payload) is { } messages
                ? await HandleBatchAsync(messages, work, cancellationToken)
                : await HandleDirectAsync(invocation, work, cancellationToken);
        }
        finally
        {
            metrics.Write();
        }
    }

    /// <param name="messages">The batch.</param>
    /// <param name="work">Ends the work on accounts, and later the sending of events.</param>
    /// <param name="cancellationToken">Ends the invocation.</param>
    private async Task<ReadOnlyMemory<byte>> HandleBatchAsync(
        IReadOnlyList<ReceivedMessage> messages, WorkDeadline work, CancellationToken cancellationToken)
    {
        var (sequencer, outbox) = (new AccountSequencer(), events.Open(work.HandoverToken));
        var completed = await Task.WhenAll(
            messages.Select(message => HandleMessageAsync(message, sequencer, outbox, work.Token, cancellationToken)));
        return SqsBatch.Response(messages.Zip(completed).Where(pair => !pair.Second).Select(pair => pair.First.Id));
    }

    /// <returns>Whether the message is completed.</returns>
    private async Task<bool> HandleMessageAsync(
        ReceivedMessage message, AccountSequencer sequencer, EventOutbox outbox, CancellationToken workDeadline,
        CancellationToken cancellationToken)
    {
        try
        {
            var failures = await AttemptAsync(message, sequencer, outbox, workDeadline, cancellationToken);
            return failures.Count == 0 || await failedMessages.SettleAsync(message, failures, cancellationToken);
        }
        catch (Exception defect)
        {
            // The boundary of a message: a defect while one is settled must not fail the others. It is returned.
            log.Defect($"message {message.Id}", defect);
            return false;
        }
    }

    /// <returns>What failed; empty if the message is completed.</returns>
    private async Task<IReadOnlyList<FailureNotice>> AttemptAsync(
        ReceivedMessage message, AccountSequencer sequencer, EventOutbox outbox, CancellationToken workDeadline,
        CancellationToken cancellationToken)
    {
        try
        {
            var handled = await accounts.HandleAsync(
                LifecycleEventDecoder.Decode(message.Body), message, sequencer, workDeadline);
            return handled.Unreadable is { } why
                ? [FailureNotice.Unreadable(message.Id, why)]
                :
                [
                    .. handled.FailuresOf(message.Id, isMessage: true),
                    .. await events.SendAsync(handled, message, outbox, cancellationToken),
                ];
        }
        catch (Exception defect)
        {
            // A defect can depend on circumstances, so it is retried, and ends as a dead letter like other failures.
            log.Defect($"message {message.Id}", defect);
            return [FailureNotice.Defect(message.Id, defect)];
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleDirectAsync(
        Invocation invocation, WorkDeadline work, CancellationToken cancellationToken)
    {
        var lifecycleEvent = LifecycleEventDecoder.DecodeDirect(invocation.Payload);
        var handled = await accounts.HandleAsync(lifecycleEvent, null, new AccountSequencer(), work.Token);
        if (handled.Unreadable is { } why)
        {
            throw lifecycleEvent is LifecycleEvent.Unreadable
                ? FunctionErrorException.UnreadableEvent(why)
                : new FunctionErrorException(
                    "UnreadableEvent", "The event names no account; send it to the backfill function.");
        }

        await events.SendAsync(handled, invocation.RequestId, events.Open(work.HandoverToken), cancellationToken);
        var failures = handled.FailuresOf(invocation.RequestId, isMessage: false);
        await notifier.NotifyAsync(failures.Where(failure => failure.Kind == FailureKind.NeedsOperator), cancellationToken);

        // The operator who named an account reads the outcome. An asynchronous invocation looks the same here, and its
        // response is not read: only an error makes Lambda invoke again, so a retryable failure is an error to both.
        if (lifecycleEvent is LifecycleEvent.AccountGoverned { Origin: Origin.Direct })
        {
            return handled.Reports[0] is { Outcome: RunOutcome.Retry { Failure: var failure } } report
                ? throw new FunctionErrorException(
                    "NotOnboarded",
                    OutsideText.CleanSentence(
                        $"Account {report.Id} is not onboarded, and a retry can succeed: {failure.Cause.TrimEnd('.')}. {failure.Advice}".TrimEnd()))
                : handled.WriteFirst();
        }

        return failures.Count == 0
            ? handled.WriteAll()
            : throw new FunctionErrorException(
                "NotOnboarded", "An account that the event names is not onboarded; the log states why.");
    }
}
