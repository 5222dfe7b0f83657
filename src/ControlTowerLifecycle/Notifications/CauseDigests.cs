using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Sends the gathered accounts of a cause in one notification when the timer calls back. The call-back says only which
/// cause: a forged one causes at most the digest that is due, or one more call-back.
/// </summary>
internal sealed class CauseDigests(
    INotificationTopic topic, ICauseRecords records, IDigestTimer timer, INotificationLog log, TimeProvider time) : IDigests
{
    /// <summary>The clocks of two processes differ by less.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    private readonly CauseUpdates _updates = new(records, time);

    public async Task SendAsync(CauseId cause, string message, CancellationToken cancellationToken)
    {
        var (now, isCounted, isOver) = (CauseRecord.Now(time), false, false);
        var record = await _updates.ChangeAsync(
            cause,
            record =>
            {
                now = CauseRecord.Now(time);
                isCounted = record?.DigestAllowedAt(message, now) <= now;
                isOver = record is null || (!isCounted && record.TimerAt > now + ClockDifference);
                return record is null || isOver ? record
                    : isCounted ? record.Counted(message, now) with { DigestAt = now, TimerAt = null }
                    : record with { TimerAt = null };
            },
            cancellationToken);
        if (isOver)
            return;

        // Read after the timer is taken back: an account that is added later sets its own timer.
        var gathered = await records.GatheredAsync(cause, now, cancellationToken);
        var delivery = new CauseDelivery(topic, records, _updates, log, time);
        if (!isCounted)
            await RequestRestAsync(cause, record!.DigestAllowedAt(message, now) - now, record.Failure, gathered, cancellationToken);
        else if (gathered is [])
            await delivery.ReleaseAsync(cause, message, now, cancellationToken);
        else
            await delivery.SendAsync(
                cause, message, new CauseNotification(record!.Failure, gathered, now) { IsDigest = true }, cancellationToken);
    }

    private async Task RequestRestAsync(
        CauseId cause, TimeSpan delay, FailureSummary failure, IReadOnlyList<Affected> gathered, CancellationToken cancellationToken)
    {
        if (gathered is not [])
            await new DigestRequests(records, timer, time).RequestAsync(cause, delay, failure, cancellationToken);
    }
}
