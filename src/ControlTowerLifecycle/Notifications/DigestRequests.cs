using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Requests the digest of a cause: sets a timer, and records when it calls back.</summary>
/// <remarks>
/// The record must never name a call-back that has come already: no other one would be requested, and the gathered accounts would
/// wait for it. And it must not name one that is not set yet, because the process can end before it is. So the timer is set
/// first, and its time is written only if nothing has changed the record since it was read before that. A call-back changes the
/// record, so one that comes before the write makes the write fail, and the request starts again.
/// <para>If the process ends in between, the message is received again and sets a second timer, which finds nothing to do.</para>
/// </remarks>
internal sealed class DigestRequests(ICauseRecords records, IDigestTimer timer, TimeProvider time)
{
    /// <summary>After this time a requested call-back is given up: the operator may have purged the queue.</summary>
    private static readonly TimeSpan LatestCallBack = TimeSpan.FromHours(1);

    /// <summary>Requests the digest, unless a call-back is to come already.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="delay">When the digest is due; a longer delay than a timer has is continued by its call-back.</param>
    /// <param name="summary">A failure with this cause, if the record was deleted.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="RemoteSystemException">The timer is not set, or that is not recorded.</exception>
    public async Task RequestAsync(CauseId cause, TimeSpan delay, FailureSummary summary, CancellationToken cancellationToken)
    {
        for (var round = 0; round < ContendedRecordException.MaximumRounds; round++)
        {
            var now = CauseRecord.Now(time);
            var record = await records.FindAsync(cause, cancellationToken);
            if (record?.TimerAt + LatestCallBack > now)
                return;

            if (record is null)
            {
                // A call-back that finds no record changes none, so there has to be one before the timer is set.
                await TryWriteAsync(cause, new CauseRecord(summary), cancellationToken);
                continue;
            }

            var wait = Waits.Shorter(delay, timer.Longest);
            await timer.SetAsync(cause, wait, cancellationToken);
            if (await TryWriteAsync(cause, record with { TimerAt = now + wait }, cancellationToken))
                return;
        }

        throw new ContendedRecordException(cause);
    }

    private Task<bool> TryWriteAsync(CauseId cause, CauseRecord record, CancellationToken cancellationToken) =>
        records.TryWriteAsync(cause, record, time.GetUtcNow() + CauseUpdates.KeptFor, cancellationToken);
}
