namespace ControlTowerLifecycle.Tests;

/// <summary>
/// A clock that stands still until a test advances it. With <see cref="AutoAdvance"/> a Task.Delay advances it
/// immediately, so that code under test does not wait. The time limit of a CancellationTokenSource never advances it.
/// </summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _waiting = [];
    private DateTimeOffset _now = start;

    /// <summary>A clock for tests that do not depend on the time.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 20, 9, 12, 0, TimeSpan.Zero))
    {
    }

    public bool AutoAdvance { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The time until the next timer fires, or null if none is set.</summary>
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

    /// <summary>Advances the clock and fires the timers that become due, in order.</summary>
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
    /// Completes when a timer is set to fire exactly <paramref name="due"/> from now: the code under test may set its
    /// timer shortly after the test has observed its effect.
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
    /// Returns the next timer that is due by <paramref name="end"/>, and sets the clock to its time. If there is none,
    /// returns null and sets the clock to <paramref name="end"/>.
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
