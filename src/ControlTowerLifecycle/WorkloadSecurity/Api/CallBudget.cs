namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// When one process may call the vendor: no more than its share of calls in any sixty seconds, as the vendor counts
/// them, and not at all for a while after the vendor has refused a call for coming too often.
/// </summary>
internal sealed class CallBudget(int callsPerMinute, TimeProvider time)
{
    /// <summary>The vendor counts calls in any window of this length.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(16);

    private readonly Queue<DateTimeOffset> _calls = new();
    private readonly Lock _lock = new();
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;
    private TimeSpan _pause = FirstPause;

    /// <summary>
    /// What a batch of ten new accounts calls: a search and a registration each. With a share of so many a minute, a batch
    /// that waits for its turn comes to its end within one invocation, and no account is given up for having waited.
    /// </summary>
    public const int LeastShare = 20;

    /// <summary>
    /// How long a call waits at most for its turn; where it would be longer it is not made, and the queue holds its
    /// account back. A minute brings everybody's turn, unless the vendor has asked for a longer pause.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = Window;

    /// <summary>
    /// One process's share of the calls a minute of all: there are as many processes as batches are worked on at once,
    /// and that of the walk.
    /// </summary>
    public static int ShareOf(int callsPerMinute, int maximumConcurrency) => callsPerMinute / (maximumConcurrency + 1);

    /// <summary>Waits until a call may be made, and counts it.</summary>
    /// <returns>Null; or how long it would still take, where that is too long: the call must not be made.</returns>
    public async Task<TimeSpan?> EnterAsync(CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        while (TryEnter() is { } wait)
        {
            if (time.GetUtcNow() + wait - start > LongestWait)
                return wait;

            await Task.Delay(wait, time, cancellationToken);
        }

        return null;
    }

    /// <summary>
    /// The vendor refused a call for coming too often: nobody calls until the time it named has passed, or else a pause
    /// that doubles with every refusal after a pause, from half a second to 16 s.
    /// </summary>
    public void Close(TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();

            // The calls that were under way when the first of them was refused tell nothing new.
            var isNew = now >= _closedUntil;
            var until = now + (retryAfter ?? (isNew ? _pause : TimeSpan.Zero));
            _closedUntil = until > _closedUntil ? until : _closedUntil;
            if (isNew)
                _pause = _pause < LongestPause ? _pause * 2 : LongestPause;
        }
    }

    /// <summary>The vendor takes calls: the next pause is a short one again.</summary>
    public void Taken()
    {
        lock (_lock)
            _pause = FirstPause;
    }

    private TimeSpan? TryEnter()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now < _closedUntil)
                return _closedUntil - now;

            while (_calls.TryPeek(out var oldest) && now - oldest >= Window)
                _calls.Dequeue();

            if (_calls.Count >= callsPerMinute)
                return _calls.Peek() + Window - now;

            _calls.Enqueue(now);
            return null;
        }
    }
}
