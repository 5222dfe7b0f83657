namespace ControlTowerLifecycle.Tests;

/// <summary>
/// A clock that stands still until it is told to move. With <see cref="AutoAdvance"/> a pending Task.Delay moves it at
/// once, so that code which waits runs through; the limit of a CancellationTokenSource never does, for it is no wait.
/// </summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _waiting = [];
    private DateTimeOffset _now = start;

    /// <summary>A clock for those who do not care what time it is.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 20, 9, 12, 0, TimeSpan.Zero))
    {
    }

    public bool AutoAdvance { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How long until the next timer fires, or null where none is set.</summary>
    public TimeSpan? UntilNextTimer
    {
        get
        {
            lock (_lock)
                return _timers.Count == 0 ? null : _timers.Min(timer => timer.Due) - _now;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock and fires, in their order, the timers that fall due.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("This clock has no periodic timers.");

        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        if (AutoAdvance && state is Task && dueTime >= TimeSpan.Zero)
            Advance(dueTime);

        return timer;
    }

    /// <summary>
    /// Completes once a timer is set to fire in exactly <paramref name="due"/> from now: what is under test may set its
    /// timer a little after the test has seen its effect.
    /// </summary>
    public Task TimerSetAsync(TimeSpan due)
    {
        lock (_lock)
        {
            if (_timers.Exists(timer => timer.Due == _now + due))
                return Task.CompletedTask;

            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((due, set));
            return set.Task;
        }
    }

    /// <summary>
    /// The next timer that is due by then, with the clock set to its time; or null, with the clock set to the end.
    /// </summary>
    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            var now = next?.Due ?? end;
            _now = now > _now ? now : _now;
            if (next is not null)
                _timers.Remove(next);

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                Due = clock._now + dueTime;
                clock._timers.Add(this);
                foreach (var (_, set) in clock._waiting.Where(waiting => waiting.Due == dueTime))
                    set.SetResult();
                clock._waiting.RemoveAll(waiting => waiting.Due == dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
