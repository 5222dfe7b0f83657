namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>
/// No more than so many calls in any sixty seconds, as the vendor counts them. One process's share of the budget of
/// all; a caller over it waits, and the invocation's deadline ends the wait.
/// </summary>
internal sealed class CallBudget(int callsPerMinute, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private readonly Queue<DateTimeOffset> _calls = new();
    private readonly Lock _lock = new();

    /// <summary>Returns when a call may be made, and counts it.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        while (TryEnter() is { } wait)
            await Task.Delay(wait, time, cancellationToken);
    }

    private TimeSpan? TryEnter()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_calls.TryPeek(out var oldest) && now - oldest >= Window)
                _calls.Dequeue();

            if (_calls.Count >= callsPerMinute)
                return _calls.Peek() + Window - now;

            _calls.Enqueue(now);
            return null;
        }
    }
}
