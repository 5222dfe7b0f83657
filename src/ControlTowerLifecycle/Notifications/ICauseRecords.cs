using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// The record of causes, shared by all processes. Reads are consistent. Each method throws
/// <see cref="RemoteSystemException"/> if the store refuses the call or does not respond.
/// </summary>
internal interface ICauseRecords
{
    /// <returns>The record; null if there is none.</returns>
    Task<CauseRecord?> FindAsync(CauseId cause, CancellationToken cancellationToken);

    /// <summary>Writes a record if nothing wrote it since it was read.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="record">The record. Its version is the version that was read; null if there was none.</param>
    /// <param name="expires">When the store may delete it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if it was written since.</returns>
    Task<bool> TryWriteAsync(
        CauseId cause, CauseRecord record, DateTimeOffset expires, CancellationToken cancellationToken);

    /// <summary>Adds an account to those that the next digest lists. A repeated call changes nothing.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="affected">The account.</param>
    /// <param name="now">An account that was listed before the last day is added again.</param>
    /// <param name="expires">When the store may delete it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if a notification has listed the account.</returns>
    Task<bool> GatherAsync(
        CauseId cause, Affected affected, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken);

    /// <summary>The gathered accounts that no notification has listed.</summary>
    Task<IReadOnlyList<Affected>> GatheredAsync(CauseId cause, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Records that a notification has listed these accounts.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="listed">The accounts.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">They are not added again before this time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RecordListedAsync(
        CauseId cause, IReadOnlyList<Affected> listed, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);
}
