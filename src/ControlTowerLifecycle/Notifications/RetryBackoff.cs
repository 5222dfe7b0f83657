namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// The time until a failed message is received again: 30 s to 1 min after the first receive, doubled after each further
/// receive, at most 15 min. The time is random within the upper half of its range, so that messages that failed
/// together are not retried together. It is not shorter than the failing system requested, up to 15 min.
/// </summary>
internal sealed class RetryBackoff(Random random)
{
    public static readonly TimeSpan Minimum = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Maximum = TimeSpan.FromMinutes(15);

    /// <summary>The mean of the waits when the range has stopped growing.</summary>
    public static readonly TimeSpan LongestMean = Maximum * 0.75;

    /// <summary>The receive after which the range stops growing: 30 s doubled five times is 16 min.</summary>
    private const int LastDoubling = 5;

    /// <param name="receiveCount">How often the message was received, including this time.</param>
    /// <param name="retryAfter">The wait that the failing system requested, or null.</param>
    public TimeSpan After(int receiveCount, TimeSpan? retryAfter)
    {
        var upper = Min(Minimum * (1 << Math.Clamp(receiveCount, 1, LastDoubling)), Maximum);
        var share = random.NextDouble();
        var backoff = upper / 2 * (1 + share);
        var requested = (retryAfter ?? TimeSpan.Zero) + (Minimum * share);
        return Min(backoff > requested ? backoff : requested, Maximum);
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
