using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Each failure is notified at once: nothing is gathered.</summary>
internal sealed class NoDigests : IDigests
{
    public Task SendAsync(CauseId cause, string message, CancellationToken cancellationToken) => Task.CompletedTask;
}
