namespace ControlTowerLifecycle.Notifications;

/// <summary>No table or no work queue is set: each failure is notified at once.</summary>
internal sealed class ImmediateNotifier(INotificationTopic topic, TimeProvider time) : INotifier
{
    public Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken) => topic.SendAsync(
        new CauseNotification(FailureSummary.Of(notice), [Affected.Of(notice)], time.GetUtcNow()), cancellationToken);
}
