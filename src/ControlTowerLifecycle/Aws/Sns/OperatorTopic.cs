using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>Notifies the operator through an SNS topic: what failed, for which accounts, and what to do.</summary>
internal sealed class OperatorTopic(SnsClient sns, string topicArn, RepeatCommand repeat) : INotificationTopic
{
    private readonly NotificationText _text = new(repeat);

    public Task SendAsync(CauseNotification notification, CancellationToken cancellationToken) => sns.PublishAsync(
        topicArn, NotificationText.Subject(notification), _text.Body(notification), cancellationToken);
}
