namespace ControlTowerLifecycle.VendorCalls;

/// <summary>A limit on the calls that start within any period of one length.</summary>
internal sealed class SlidingWindow(int maximumCalls, TimeSpan length)
{
    /// <summary>The latest starts, no more than the limit.</summary>
    private readonly Queue<DateTimeOffset> _starts = new();

    /// <returns>How long the next call has to wait; zero if it may start now.</returns>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (_starts.TryPeek(out var oldest) && now - oldest >= length)
            _starts.Dequeue();

        return _starts.Count < maximumCalls ? TimeSpan.Zero : _starts.Peek() + length - now;
    }

    public void Add(DateTimeOffset start)
    {
        if (_starts.Count == maximumCalls)
            _starts.Dequeue();

        _starts.Enqueue(start);
    }
}
