using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Sends a notification that was counted, and records that it was sent. If SNS says that it failed, its count is taken back.
/// If that is unknown, because the response was lost, the count stays: the notification may have been sent. The message is
/// received again and counts one more, so a cause without a response has at most as many attempts as notifications.
/// </summary>
internal sealed class CauseDelivery(
    INotificationTopic topic, ICauseRecords records, CauseUpdates updates, INotificationLog log, TimeProvider time)
{
    /// <param name="cause">The cause.</param>
    /// <param name="message">The message that counted the notification.</param>
    /// <param name="notification">The notification. It was counted when it says that it is sent.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="RemoteSystemException">The notification was not sent, or that is unknown.</exception>
    public async Task SendAsync(
        CauseId cause, string message, CauseNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            await topic.SendAsync(notification, cancellationToken);
        }
        catch (RemoteSystemException failed) when (failed.HadNoEffect)
        {
            await TryAsync(
                "notification neither sent nor released; it may be late",
                () => ReleaseAsync(cause, message, notification.SentAt, cancellationToken));
            throw;
        }

        // To fail here would send the notification again in any case.
        await TryAsync("notification sent but not recorded; it may repeat", async () =>
        {
            var now = time.GetUtcNow();
            await records.RecordListedAsync(cause, notification.Affected, now, now + CauseRecord.Day, cancellationToken);
            await updates.ChangeAsync(cause, record => record?.Confirmed(message), cancellationToken);
        });
    }

    /// <summary>Takes back the count of a notification that was not sent.</summary>
    public Task ReleaseAsync(
        CauseId cause, string message, DateTimeOffset countedAt, CancellationToken cancellationToken) =>
        updates.ChangeAsync(cause, record => record?.Released(message, countedAt), cancellationToken);

    private async Task TryAsync(string what, Func<Task> record)
    {
        try
        {
            await record();
        }
        catch (RemoteSystemException failure)
        {
            log.Failed(what, failure.Message, failure.Advice);
        }
    }
}
