namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// So many calls a minute for each key, counted over the last 60 seconds. A call that is refused does not count.
/// </summary>
internal sealed class CallRateLimit(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);

    /// <summary>Null where nothing is limited.</summary>
    public int? CallsPerMinute { get; set; }

    public bool TryTake(string key)
    {
        if (CallsPerMinute is not { } limit)
            return true;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_calls.TryGetValue(key, out var made))
                _calls[key] = made = new Queue<DateTimeOffset>();
            while (made.TryPeek(out var oldest) && now - oldest >= Length)
                made.Dequeue();
            if (made.Count >= limit)
                return false;
            made.Enqueue(now);
            return true;
        }
    }
}
