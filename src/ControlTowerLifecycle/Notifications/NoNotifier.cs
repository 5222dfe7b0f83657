namespace ControlTowerLifecycle.Notifications;

/// <summary>No topic is set: failures are logged only.</summary>
internal sealed class NoNotifier : INotifier
{
    public Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken) => Task.CompletedTask;
}
