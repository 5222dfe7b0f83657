namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>Tells who waits on a queue that something changed, or that a hidden message is due. The queue's lock guards it.</summary>
internal sealed class QueueSignal : IDisposable
{
    private readonly ITimer _timer;
    private TaskCompletionSource _changed = New();

    public QueueSignal(TimeProvider time, Action due) =>
        _timer = time.CreateTimer(static due => ((Action)due!)(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public Task Changed => _changed.Task;

    /// <param name="nextDue">How long until the next hidden message becomes visible, or null where none is hidden.</param>
    public void Raise(TimeSpan? nextDue)
    {
        // A timer may fire a little before the clock says so; it is then set anew, never closer than a millisecond.
        var due = nextDue is { } wait
            ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(1, wait.TotalMilliseconds)))
            : Timeout.InfiniteTimeSpan;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
        var previous = _changed;
        _changed = New();
        previous.SetResult();
    }

    public void Dispose() => _timer.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
