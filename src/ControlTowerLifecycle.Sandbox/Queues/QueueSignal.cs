namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>Notifies waiting callers when a queue changes or a hidden message becomes visible. The queue's lock guards
/// it.</summary>
internal sealed class QueueSignal : IDisposable
{
    private readonly ITimer _timer;
    private TaskCompletionSource _changed = New();

    public QueueSignal(TimeProvider time, Action due) =>
        _timer = time.CreateTimer(
            static due => ((Action)due!)(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Completes when the condition is true. The condition is checked under the queue's lock.</summary>
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

    /// <param name="nextDue">The time until the next hidden message becomes visible; null if none is hidden.</param>
    public void Raise(TimeSpan? nextDue)
    {
        // A timer can fire slightly early. It is then set again, with at least one millisecond.
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
