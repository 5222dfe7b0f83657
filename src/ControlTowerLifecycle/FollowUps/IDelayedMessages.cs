using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>The work queue, for messages that this program sends to itself.</summary>
internal interface IDelayedMessages
{
    /// <summary>Sends a message that is received after the delay, at most 15 minutes.</summary>
    /// <returns>False if the work queue is not set.</returns>
    /// <exception cref="RemoteSystemException">The message was not sent.</exception>
    Task<bool> SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken);
}

/// <summary>The work queue's URL is not set.</summary>
internal sealed class NoDelayedMessages : IDelayedMessages
{
    public Task<bool> SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => Task.FromResult(false);
}
