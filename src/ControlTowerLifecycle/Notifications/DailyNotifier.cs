using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Sends a notification for one cause in one account at most once a day, over all processes: claim, send, record.
/// <list type="bullet">
/// <item>If a process ends between claim and send, nothing was sent. Its message is received again and claims again; a
/// claim does not block its own claimant. It blocks other messages for <see cref="Lease"/>.</item>
/// <item>A retryable failure of the claim fails the notification: a late notification is better than fifty equal ones.
/// After a failure that needs an operator the notification is sent without a claim.</item>
/// <item>If a sent notification cannot be recorded, the next failure sends it again, after the lease at the
/// earliest.</item>
/// </list>
/// </summary>
internal sealed class DailyNotifier(
    INotifier notifier, INotificationClaims claims, INotificationLog log, TimeProvider time) : INotifier
{
    /// <summary>Longer than the time between the claim of a notification and the end of its send.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>The time in which an equal notification is not sent again.</summary>
    public static readonly TimeSpan RepeatInterval = TimeSpan.FromHours(24);

    /// <summary>Unreadable messages name no account. One notification a day covers all of them.</summary>
    private const string NoAccount = "none";

    public async Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken)
    {
        var id = $"{notice.Account?.Value ?? NoAccount}#{notice.CauseKey}";
        if (!await TryClaimAsync(id, notice.Source, cancellationToken))
            return;

        await notifier.NotifyAsync(notice, cancellationToken);
        await RecordSentAsync(id, cancellationToken);
    }

    private async Task<bool> TryClaimAsync(string id, string claimant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            return await claims.TryClaimAsync(id, claimant, now, now + Lease, cancellationToken);
        }
        catch (RemoteSystemException failure) when (failure.Kind == FailureKind.NeedsOperator)
        {
            log.Failed("notification record not read; a notification may repeat", failure.Message, failure.Advice);
            return true;
        }
    }

    private async Task RecordSentAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await claims.RecordSentAsync(id, time.GetUtcNow() + RepeatInterval, cancellationToken);
        }
        catch (RemoteSystemException failure)
        {
            // To fail here would send the notification again in any case.
            log.Failed("notification sent but not recorded; it may repeat", failure.Message, failure.Advice);
        }
    }
}
