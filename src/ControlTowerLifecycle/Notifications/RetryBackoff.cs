namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// How long a message that is to be tried again is held back: 30 s to a minute after the first receive, doubling with
/// every other, up to 15 minutes. Within the upper half of its range the time is drawn, so that messages that failed
/// together do not come again together. A wait that the failing system asked for is kept, up to the 15 minutes.
/// </summary>
internal sealed class RetryBackoff(Random random)
{
    /// <summary>No wait is shorter.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    /// <summary>No wait is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The range grows no more from this receive on: 30 s, doubled five times, are 16 minutes.</summary>
    private const int LastDoubling = 5;

    /// <param name="receiveCount">How often the message was received, this time included.</param>
    /// <param name="retryAfter">What the failing system asked for, or null.</param>
    public TimeSpan After(int receiveCount, TimeSpan? retryAfter)
    {
        var upper = Shorter(Shortest * (1 << Math.Clamp(receiveCount, 1, LastDoubling)), Longest);
        var share = random.NextDouble();
        var drawn = upper / 2 * (1 + share);
        var asked = (retryAfter ?? TimeSpan.Zero) + (Shortest * share);
        return Shorter(drawn > asked ? drawn : asked, Longest);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
