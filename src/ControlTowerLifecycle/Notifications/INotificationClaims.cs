using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// The record of sent notifications, shared by all processes. Each method throws
/// <see cref="RemoteSystemException"/> if the store refuses the call or does not respond.
/// </summary>
internal interface INotificationClaims
{
    /// <summary>Claims a notification, so that only the claimant sends it.</summary>
    /// <param name="id">The notification.</param>
    /// <param name="claimant">
    /// The ID of the message that needs the notification. Its own earlier claim does not block it: the send failed and
    /// the message was received again.
    /// </param>
    /// <param name="now">An earlier claim that ended before this time is ignored.</param>
    /// <param name="until">The end of this claim.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if the notification was sent, or if another message has claimed it.</returns>
    Task<bool> TryClaimAsync(
        string id, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Records that a notification was sent. It cannot be claimed again before that time.</summary>
    Task RecordSentAsync(string id, DateTimeOffset until, CancellationToken cancellationToken);
}
