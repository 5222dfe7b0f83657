namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>Tells who waits on a queue that something changed, or that a hidden message is due. The queue's lock
/// guards it.</summary>
internal sealed class QueueSignal : IDisposable
{
    private readonly ITimer _timer;
    private TaskCompletionSource _changed = New();

    public QueueSignal(TimeProvider time, Action due) =>
        _timer = time.CreateTimer(
            static due => ((Action)due!)(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Completes once the condition, which is looked at under the queue's lock, holds.</summary>
    public async Task WaitAsync(Lock gate, Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (condition())
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <param name="nextDue">How long until the next hidden message becomes visible, or null where none is
    /// hidden.</param>
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
