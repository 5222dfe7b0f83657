using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>Requests the digest of a cause.</summary>
internal sealed class DigestRequests(CauseUpdates updates, IDigestTimer timer, TimeProvider time)
{
    /// <summary>
    /// Sets the timer, then records it. If the process ends in between, another one sets a second timer, which finds
    /// nothing to do.
    /// </summary>
    /// <param name="cause">The cause.</param>
    /// <param name="delay">When the digest is due; a longer delay than a timer has is continued by its call-back.</param>
    /// <param name="summary">A failure with this cause, if the record was deleted.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="RemoteSystemException">The timer is not set.</exception>
    public async Task RequestAsync(CauseId cause, TimeSpan delay, FailureSummary summary, CancellationToken cancellationToken)
    {
        delay = Waits.Shorter(delay, timer.Longest);
        var due = CauseRecord.Now(time) + delay;
        await timer.SetAsync(cause, delay, cancellationToken);
        await updates.ChangeAsync(
            cause,
            record => record?.TimerAt >= due ? record : (record ?? new CauseRecord(summary)) with { TimerAt = due },
            cancellationToken);
    }
}
