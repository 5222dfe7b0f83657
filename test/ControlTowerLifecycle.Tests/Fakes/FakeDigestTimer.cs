using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Delayed messages, which a test delivers.</summary>
internal sealed class FakeDigestTimer(TimeProvider time) : IDigestTimer
{
    private readonly List<(CauseId Cause, DateTimeOffset Due)> _set = [];

    public TimeSpan Longest { get; } = TimeSpan.FromMinutes(15);

    public IReadOnlyList<(CauseId Cause, DateTimeOffset Due)> Set => _set;

    public DateTimeOffset? Next => _set.Count == 0 ? null : _set.Min(timer => timer.Due);

    /// <summary>Runs after a timer was set.</summary>
    public Action? SetThen { get; set; }

    /// <summary>Thrown instead of setting a timer.</summary>
    public Exception? Failure { get; set; }

    public Task SetAsync(CauseId cause, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            throw Failure;
        Assert.InRange(delay, TimeSpan.Zero, Longest);
        _set.Add((cause, time.GetUtcNow() + delay));
        SetThen?.Invoke();
        return Task.CompletedTask;
    }

    /// <summary>Removes and returns the timers that are due.</summary>
    public IReadOnlyList<CauseId> TakeDue()
    {
        List<CauseId> due = [.. _set.Where(timer => timer.Due <= time.GetUtcNow()).Select(timer => timer.Cause)];
        _set.RemoveAll(timer => timer.Due <= time.GetUtcNow());
        return due;
    }
}
