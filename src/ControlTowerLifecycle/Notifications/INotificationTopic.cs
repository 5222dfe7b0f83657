using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Where the operator, and systems that the operator has subscribed, receive notifications.</summary>
internal interface INotificationTopic
{
    /// <exception cref="RemoteSystemException">The notification was not sent; or that is unknown, unless the failure
    /// says that it had no effect.</exception>
    Task SendAsync(CauseNotification notification, CancellationToken cancellationToken);
}
