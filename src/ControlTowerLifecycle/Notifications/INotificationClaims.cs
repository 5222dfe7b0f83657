using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>What people have been told, remembered for all processes. Every method throws
/// <see cref="RemoteSystemException"/> where the memory refuses or does not answer.</summary>
internal interface INotificationClaims
{
    /// <summary>Takes it upon the claimant to tell.</summary>
    /// <param name="id">What there is to tell.</param>
    /// <param name="claimant">
    /// Who wants to tell. Its own claim does not stand in its way: it could not carry it out, and came again.
    /// </param>
    /// <param name="now">An earlier claim that ended before this is none.</param>
    /// <param name="until">When this claim ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where it was told already, or where another is about to.</returns>
    Task<bool> TryClaimAsync(
        string id, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>It has been told; nobody is to tell it again before that time.</summary>
    Task ToldAsync(string id, DateTimeOffset until, CancellationToken cancellationToken);
}
