using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>The queue of messages that failed permanently. They stay there until the operator handles them.</summary>
internal interface IDeadLetters
{
    /// <summary>Adds a message together with its failures.</summary>
    /// <param name="body">The message as it was sent, so that it can be sent again.</param>
    /// <param name="failures">At least one; the one that needs the operator comes first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False if no dead-letter queue is set.</returns>
    /// <exception cref="RemoteSystemException">The message was not added.</exception>
    Task<bool> KeepAsync(string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken);
}
