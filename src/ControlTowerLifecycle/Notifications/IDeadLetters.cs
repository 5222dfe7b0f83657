using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Where messages are kept that came to nothing, until a person has seen to them.</summary>
internal interface IDeadLetters
{
    /// <summary>Keeps a message with what it failed of.</summary>
    /// <param name="body">The message as it was sent, so that it can be sent again.</param>
    /// <param name="failures">At least one; the one to be mended first comes first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RemoteSystemException">It is not kept.</exception>
    Task KeepAsync(string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken);
}
