using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Escalation;

/// <summary>The way to a person.</summary>
public interface INotifications
{
    /// <summary>Tells of what only a person can mend, or of what was tried for the last time.</summary>
    /// <exception cref="RemoteSystemException">It could not be told.</exception>
    Task TellAsync(FailureNotice notice, CancellationToken cancellationToken);
}
