using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>Runs what an event requests, and logs how each run ended.</summary>
internal sealed class AccountEventHandler(
    AccountOnboarding onboarding,
    ILeftAccounts leftAccounts,
    IDigests digests,
    OutcomeMetrics metrics,
    LifecycleLog log,
    TimeProvider time)
{
    /// <summary>The step that sends a digest.</summary>
    private const string NotifyStep = "notify";

    /// <param name="lifecycleEvent">The event.</param>
    /// <param name="message">The message that it came with; null if it came past the queue.</param>
    /// <param name="sequencer">Keeps runs on one account apart.</param>
    /// <param name="cancellationToken">Ends the runs.</param>
    public async Task<HandledEvent> HandleAsync(
        LifecycleEvent lifecycleEvent, ReceivedMessage? message, AccountSequencer sequencer, CancellationToken cancellationToken)
    {
        switch (lifecycleEvent)
        {
            case LifecycleEvent.AccountGoverned governed:
                return Handled(await Task.WhenAll(governed.Accounts.Select(account => RunAsync(
                    account.Id,
                    message,
                    sequencer,
                    () => OnboardAsync(account, governed.Origin, message, cancellationToken)))));
            case LifecycleEvent.AccountLeft { Id: { } id } left:
                return Handled(await RunAsync(
                    id, message, sequencer, () => OffboardAsync(id, left.EventName, message, cancellationToken)));
            case LifecycleEvent.AccountLeft left:
                log.ProtectionKept(left.OrganizationalUnitId ?? "", left.EventName);
                return Handled();
            case LifecycleEvent.DigestDue due when message is not null:
                return await SendDigestAsync(due.Cause, message.Id, cancellationToken);
            case LifecycleEvent.EventUnsent unsent:
                return new HandledEvent([]) { Unsent = unsent.Event };
            case LifecycleEvent.NotOurs other:
                log.Ignored(message?.Id, other.Why);
                return Handled();
            case LifecycleEvent.OrganizationalUnitGoverned unit:
                return Unreadable(message?.Id, $"{unit.EventName} names no account; its rule must target the backfill function");
            case LifecycleEvent.DigestDue:
                return Unreadable(null, "a digest is only requested by messages of the work queue");
            case LifecycleEvent.Unreadable unreadable:
                return Unreadable(message?.Id, unreadable.Why);
            default:
                throw new UnreachableException();
        }
    }

    private static HandledEvent Handled(params IEnumerable<RunReport?> reports) => new([.. reports.OfType<RunReport>()]);

    private async Task<RunReport?> OnboardAsync(
        GovernedAccount account, Origin origin, ReceivedMessage? message, CancellationToken cancellationToken)
    {
        var report = await onboarding.RunAsync(
            new OnboardingRequest(account.Id, account.Name, origin)
            {
                Known = account.Known,
                OrganizationalUnitId = account.OrganizationalUnitId,
            },
            cancellationToken);
        return report.RetriedIfUnconfirmed(isAnnounced: origin == Origin.Vended, message?.ReceiveCount);
    }

    private async Task<RunReport?> OffboardAsync(
        AccountId id, string eventName, ReceivedMessage? message, CancellationToken cancellationToken)
    {
        var report = await leftAccounts.HandleAsync(id, eventName, cancellationToken);
        return report?.RetriedIfUnconfirmed(isAnnounced: false, message?.ReceiveCount);
    }

    private async Task<HandledEvent> SendDigestAsync(CauseId cause, string messageId, CancellationToken cancellationToken)
    {
        try
        {
            await digests.SendAsync(cause, messageId, cancellationToken);
            return Handled();
        }
        catch (RemoteSystemException failure)
        {
            return DigestFailed(messageId, RunFailure.Of(NotifyStep, failure));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return DigestFailed(messageId, RunFailure.OutOfTime(NotifyStep));
        }
    }

    private HandledEvent DigestFailed(string messageId, RunFailure failure)
    {
        log.Failed(OperatorNotifier.NotSent, $"message {messageId}: {failure.Cause}", failure.Advice);
        return new HandledEvent([]) { Digest = FailureNotice.OfDigest(messageId, failure) };
    }

    /// <summary>Waits for earlier runs on the account, then runs and logs the outcome.</summary>
    private Task<RunReport?> RunAsync(
        AccountId id, ReceivedMessage? message, AccountSequencer sequencer, Func<Task<RunReport?>> run) =>
        sequencer.RunAsync(id, async () =>
        {
            var start = time.GetTimestamp();
            var report = await run();
            if (report is not null)
            {
                var duration = time.GetElapsedTime(start);
                log.Outcome(report, duration, message?.Id);
                metrics.Add(report.Outcome, duration);
            }

            return report;
        });

    private HandledEvent Unreadable(string? messageId, string why)
    {
        log.Unreadable(messageId, why);
        return new HandledEvent([]) { Unreadable = why };
    }
}
