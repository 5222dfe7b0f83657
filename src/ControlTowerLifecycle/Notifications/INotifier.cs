using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Notifies the operator.</summary>
internal interface INotifier
{
    /// <summary>Notifies of a failure that needs an operator, or of the last failed attempt.</summary>
    /// <exception cref="RemoteSystemException">The notification was not sent.</exception>
    Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken);
}
