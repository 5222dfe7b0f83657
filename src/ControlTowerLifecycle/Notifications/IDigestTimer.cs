using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Calls back after a delay, in any process: a delayed message of the work queue.</summary>
internal interface IDigestTimer
{
    /// <summary>The longest delay; SQS delays a message for 15 minutes at most.</summary>
    TimeSpan Longest { get; }

    /// <summary>Requests a digest of a cause. When it returns, the call-back comes at least once.</summary>
    /// <exception cref="RemoteSystemException">No call-back may come.</exception>
    Task SetAsync(CauseId cause, TimeSpan delay, CancellationToken cancellationToken);
}
