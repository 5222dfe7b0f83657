using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Notifies by cause, over all processes: the first account of a cause at once, all further ones by a digest.
/// <list type="bullet">
/// <item>If a process ends between count and send, nothing was sent: its message is received again and sends.</item>
/// <item>A message is completed only after its account is gathered and the digest is requested, so no account is lost.</item>
/// <item>A retryable failure of the record fails the notification: a late notification is better than fifty equal ones.
/// After a failure that needs an operator the notification is sent without the record.</item>
/// <item>If the response of the topic is lost, the notification counts as sent and its message sends again, within the limit of
/// the day. After that its account waits for a digest.</item>
/// <item>If a sent notification cannot be recorded, a digest can repeat its accounts.</item>
/// <item>Without a timer there are no digests: each account has its own notification of a cause, once a day.</item>
/// </list>
/// </summary>
internal sealed class CauseNotifier(
    INotificationTopic topic, ICauseRecords records, IDigestTimer? timer, INotificationLog log, TimeProvider time) : INotifier
{
    /// <summary>Messages without an account share a notification.</summary>
    private const string NoAccount = "none";

    private readonly CauseUpdates _updates = new(records, time);

    public async Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken)
    {
        var cause = CauseId.Of(timer is null ? $"{notice.CauseKey}|{notice.Account?.Value ?? NoAccount}" : notice.CauseKey);
        CauseNotification? first;
        try
        {
            first = await CountFirstAsync(cause, notice, cancellationToken);
            if (first is null)
            {
                if (timer is not null)
                    await GatherAsync(cause, notice, timer, cancellationToken);
                return;
            }
        }
        catch (RemoteSystemException failure) when (failure.Kind == FailureKind.NeedsOperator)
        {
            log.Failed("notification record not read; a notification may repeat", failure.Message, failure.Advice);
            await topic.SendAsync(Notification(notice, CauseRecord.Now(time)), cancellationToken);
            return;
        }

        var delivery = new CauseDelivery(topic, records, _updates, log, time);
        await delivery.SendAsync(cause, notice.Source, first, cancellationToken);
    }

    /// <returns>The notification that is counted and sent next; null if the account is to be gathered.</returns>
    private async Task<CauseNotification?> CountFirstAsync(
        CauseId cause, FailureNotice notice, CancellationToken cancellationToken)
    {
        CauseNotification? first = null;
        var summary = FailureSummary.Of(notice);
        await _updates.ChangeAsync(
            cause,
            record =>
            {
                var now = CauseRecord.Now(time);
                record ??= new CauseRecord(summary);
                first = record.IsFirst(notice.Source, now) ? Notification(notice, now) : null;
                return first is null ? record : record.Counted(notice.Source, now) with { Failure = summary };
            },
            cancellationToken);
        return first;
    }

    private async Task GatherAsync(
        CauseId cause, FailureNotice notice, IDigestTimer timer, CancellationToken cancellationToken)
    {
        var now = CauseRecord.Now(time);
        if (!await records.GatherAsync(cause, Affected.Of(notice), now, now + CauseUpdates.KeptFor, cancellationToken))
            return;

        // After the account was added: a digest that takes the request back from now on reads the account too.
        await new DigestRequests(records, timer, time).RequestAsync(
            cause, timer.Longest, FailureSummary.Of(notice), cancellationToken);
    }

    private static CauseNotification Notification(FailureNotice notice, DateTimeOffset now) =>
        new(FailureSummary.Of(notice), [Affected.Of(notice)], now);
}
