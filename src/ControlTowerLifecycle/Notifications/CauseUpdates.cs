using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Changes the record of a cause while other processes change it too.</summary>
internal sealed class CauseUpdates(ICauseRecords records, TimeProvider time)
{
    /// <summary>Longer than a digest can wait: 14 days, if the queue is stopped.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(15);

    /// <summary>Reads the record, changes it and writes it, again if another process wrote it meanwhile.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="change">
    /// The change, a pure function of the record (null if there is none) that can be called again. It returns its argument if
    /// nothing is to be written.
    /// </param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The record after the change.</returns>
    /// <exception cref="ContendedRecordException">Others changed the record each time.</exception>
    public async Task<CauseRecord?> ChangeAsync(
        CauseId cause, Func<CauseRecord?, CauseRecord?> change, CancellationToken cancellationToken)
    {
        for (var round = 0; round < ContendedRecordException.MaximumRounds; round++)
        {
            var record = await records.FindAsync(cause, cancellationToken);
            var changed = change(record);
            if (changed is null || ReferenceEquals(changed, record)
                || await records.TryWriteAsync(cause, changed, time.GetUtcNow() + KeptFor, cancellationToken))
                return changed;
        }

        throw new ContendedRecordException(cause);
    }
}
