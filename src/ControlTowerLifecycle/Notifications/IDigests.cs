using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>The digests of accounts that were gathered under a cause.</summary>
internal interface IDigests
{
    /// <summary>Sends the digest if it is due, or sets its timer again.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="message">The ID of the message that called back.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="RemoteSystemException">The digest was not sent.</exception>
    Task SendAsync(CauseId cause, string message, CancellationToken cancellationToken);
}
