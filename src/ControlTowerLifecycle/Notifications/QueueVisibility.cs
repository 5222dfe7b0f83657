namespace ControlTowerLifecycle.Notifications;

/// <summary>The work queue's URL is not set: a message returns after the queue's own visibility timeout.</summary>
internal sealed class QueueVisibility : IReceivedMessages
{
    public Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
