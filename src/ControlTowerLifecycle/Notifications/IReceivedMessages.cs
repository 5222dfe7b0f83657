using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>The messages of the work queue that this process has received.</summary>
internal interface IReceivedMessages
{
    /// <summary>Makes a failed message visible again after this time, counted from now.</summary>
    /// <exception cref="RemoteSystemException">The message becomes visible after the queue's visibility
    /// timeout.</exception>
    Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken);
}
