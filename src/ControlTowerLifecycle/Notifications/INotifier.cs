using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>The way to a person.</summary>
internal interface INotifier
{
    /// <summary>Tells of what only a person can mend, or of what was tried for the last time.</summary>
    /// <exception cref="RemoteSystemException">It could not be told.</exception>
    Task TellAsync(FailureNotice notice, CancellationToken cancellationToken);
}
