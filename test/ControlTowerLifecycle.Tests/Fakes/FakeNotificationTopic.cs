using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Records the notifications.</summary>
internal sealed class FakeNotificationTopic : INotificationTopic
{
    private readonly List<CauseNotification> _sent = [];

    public IReadOnlyList<CauseNotification> Sent => _sent;

    /// <summary>The numbers of accounts, for example <c>1, 499</c>.</summary>
    public string Counts => string.Join(", ", _sent.Select(notification => notification.Affected.Count));

    /// <summary>Thrown instead of recording a notification.</summary>
    public Exception? Failure { get; set; }

    public Task SendAsync(CauseNotification notification, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            throw Failure;
        _sent.Add(notification);
        return Task.CompletedTask;
    }
}
