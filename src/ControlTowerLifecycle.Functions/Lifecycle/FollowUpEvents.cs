using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Sends the events of a handled message to other systems, after the work on its accounts. Their failure changes no outcome:
/// an event that was not sent becomes a message of its own, with retries and a dead letter of its own. Only if that message
/// cannot be sent either, the message of the account is received again, and its event is sent then.
/// </summary>
internal sealed class FollowUpEvents(
    IEventBus bus, AccountEvents accountEvents, IDelayedMessages queue, RetryBackoff backoff, int maximumReceives,
    LifecycleLog log, TimeProvider time)
{
    /// <summary>The word for the step, in failures.</summary>
    public const string Step = "send-event";

    /// <param name="cancellationToken">Ends the time for sending.</param>
    public EventOutbox Open(CancellationToken cancellationToken) => new(bus, time, cancellationToken);

    /// <summary>Sends the events of a message.</summary>
    /// <returns>Why the message must be received again; empty if it need not be.</returns>
    public async Task<IReadOnlyList<FailureNotice>> SendAsync(
        HandledEvent handled, ReceivedMessage message, EventOutbox outbox, CancellationToken cancellationToken)
    {
        if (handled.Unsent is { } unsent)
            return await SendAgainAsync(unsent, message, outbox);

        var attempt = new EventAttempt(
            message.Id, IsRepeated: message.ReceiveCount > 1, IsLast: message.ReceiveCount >= maximumReceives);
        return await SendAsync(handled, attempt, outbox, cancellationToken);
    }

    /// <summary>
    /// Sends the events of an invocation past the queue. Its caller may repeat it after an attempt that was killed, so it
    /// always sends.
    /// </summary>
    public Task SendAsync(HandledEvent handled, string requestId, EventOutbox outbox, CancellationToken cancellationToken) =>
        SendAsync(handled, new EventAttempt(requestId, IsRepeated: true, IsLast: false), outbox, cancellationToken);

    private async Task<IReadOnlyList<FailureNotice>> SendAsync(
        HandledEvent handled, EventAttempt attempt, EventOutbox outbox, CancellationToken cancellationToken)
    {
        if (!outbox.IsOn)
            return [];

        var now = time.GetUtcNow();
        var notices = await Task.WhenAll(handled.Reports
            .Select(report => accountEvents.TryCreate(report, attempt, now))
            .OfType<AccountEvent>()
            .Select(accountEvent => SendOrQueueAsync(accountEvent, attempt.Source, outbox, cancellationToken)));
        return [.. notices.OfType<FailureNotice>()];
    }

    private async Task<FailureNotice?> SendOrQueueAsync(
        AccountEvent accountEvent, string source, EventOutbox outbox, CancellationToken cancellationToken)
    {
        if (await outbox.SendAsync(accountEvent) is not { } failure)
        {
            log.EventSent(accountEvent);
            return null;
        }

        var isQueued = await TryQueueAsync(accountEvent, failure, cancellationToken);
        log.EventNotSent(accountEvent, failure, isQueued);
        return isQueued ? null : FailureNotice.UnsentEvent(source, accountEvent, failure, FailureKind.Retryable);
    }

    private async Task<bool> TryQueueAsync(AccountEvent accountEvent, RunFailure failure, CancellationToken cancellationToken)
    {
        const string notQueued = "the message that sends an event again was not queued";
        try
        {
            return await queue.SendAsync(
                AccountEventJson.Message(accountEvent), backoff.After(1, failure.Call?.RetryAfter), cancellationToken);
        }
        catch (RemoteSystemException failed)
        {
            log.Failed(notQueued, $"account {accountEvent.Account}: {failed.Message}", failed.Advice);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Failed(notQueued, $"account {accountEvent.Account}: the invocation's time ran out", null);
            return false;
        }
    }

    /// <summary>The message is only about the event: it is retried and becomes a dead letter like any other.</summary>
    private async Task<IReadOnlyList<FailureNotice>> SendAgainAsync(
        AccountEvent accountEvent, ReceivedMessage message, EventOutbox outbox)
    {
        if (!outbox.IsOn)
        {
            log.Ignored(message.Id, "an event to be sent again, but EVENT_BUS_NAME is not set any more");
            return [];
        }

        if (await outbox.SendAsync(accountEvent) is not { } failure)
        {
            log.EventSent(accountEvent);
            return [];
        }

        log.EventNotSent(accountEvent, failure, isQueued: true);
        var isMomentary = failure.Call is { IsUncertain: true } && message.ReceiveCount < UnconfirmedOutcome.ConfirmingReceive;
        return
        [
            FailureNotice.UnsentEvent(
                message.Id, accountEvent, failure, isMomentary ? FailureKind.Retryable : failure.Kind),
        ];
    }
}
