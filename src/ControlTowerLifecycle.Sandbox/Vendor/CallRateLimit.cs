namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// Limits the calls of each key in the last 60 seconds. A refused call does not count.
/// </summary>
internal sealed class CallRateLimit(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);

    /// <summary>Null if there is no limit.</summary>
    public int? CallsPerMinute { get; set; }

    public bool TryTake(string key)
    {
        if (CallsPerMinute is not { } limit)
            return true;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_calls.TryGetValue(key, out var calls))
                _calls[key] = calls = new Queue<DateTimeOffset>();
            while (calls.TryPeek(out var oldest) && now - oldest >= Length)
                calls.Dequeue();
            if (calls.Count >= limit)
                return false;
            calls.Enqueue(now);
            return true;
        }
    }
}
