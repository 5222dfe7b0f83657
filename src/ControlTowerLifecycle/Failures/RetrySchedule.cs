namespace ControlTowerLifecycle.Failures;

/// <summary>How often a failed call is repeated, and how long before each repetition it waits.</summary>
/// <param name="FirstPause">The pause after the first failure. It doubles with every further failure.</param>
/// <param name="LongestPause">The pause stops growing here.</param>
internal sealed record RetrySchedule(TimeSpan FirstPause, TimeSpan LongestPause)
{
    /// <summary>
    /// 1 s, 2 s, 4 s … 30 s until the caller's token ends it. For a walk: a walk of hundreds of pages meets a throttle
    /// or an outage sooner or later, and a walk that starts from the beginning again meets the next one.
    /// </summary>
    public static RetrySchedule UntilCancelled { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30))
    {
        MaximumUncertainCalls = 3,
    };

    /// <summary>How many calls are made at most, the first one included.</summary>
    public int MaximumCalls { get; init; } = int.MaxValue;

    /// <summary>
    /// How many calls are made at most, the first one included, if each fails in a way that can be momentary but is usually a
    /// mistake of the setup.
    /// </summary>
    public int MaximumUncertainCalls { get; init; } = 1;

    /// <summary>
    /// If the wait would be longer than this, the call is not repeated. A timer takes 49 days at most.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromDays(1);

    /// <summary>No repetition begins at this time or later.</summary>
    public DateTimeOffset End { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Which retryable failures are repeated; by default all.</summary>
    public Func<RemoteSystemException, bool> Repeats { get; init; } = static _ => true;

    /// <summary>
    /// The wait before the next call: the longer of the pause and the Retry-After of the remote system, because
    /// "Retry-After: 0" does not allow a call without a pause.
    /// </summary>
    /// <param name="failure">The failure of the last call.</param>
    /// <param name="calls">How many calls were made.</param>
    /// <param name="now">The time.</param>
    /// <returns>The wait in whole milliseconds, or null if the call is not repeated.</returns>
    public TimeSpan? WaitAfter(RemoteSystemException failure, int calls, DateTimeOffset now)
    {
        var maximumCalls = failure switch
        {
            { IsUncertain: true } => MaximumUncertainCalls,
            { Kind: FailureKind.Retryable } => MaximumCalls,
            _ => 1,
        };
        if (calls >= maximumCalls || !Repeats(failure))
            return null;

        var pause = PauseAfter(calls);
        var wait = Waits.Longer(pause, failure.RetryAfter ?? TimeSpan.Zero);
        return wait > LongestWait || End - now <= wait ? null : wait.InWholeMilliseconds();
    }

    private TimeSpan PauseAfter(int calls)
    {
        var pause = FirstPause;
        for (var call = 1; call < calls && pause < LongestPause; call++)
            pause *= 2;

        return Waits.Shorter(pause, LongestPause);
    }
}
