using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Messages of the work queue that are in hand.</summary>
internal interface IReceivedMessages
{
    /// <summary>Has a message that is handed back come again after this time, counted from now.</summary>
    /// <exception cref="RemoteSystemException">It comes again after the queue's own visibility timeout.</exception>
    Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken);
}
