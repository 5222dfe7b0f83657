using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>Request throttling as AWS does it: a burst, refilled at a steady rate.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one token, or says that there is none.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_tokens < 1)
                return false;
            _tokens--;
            return true;
        }
    }
}

/// <summary>The throttles of the AWS services by name. A service without one is not throttled.</summary>
internal sealed class Throttles(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Throttles a service, for example <c>organizations</c>, from now on.</summary>
    public void Set(string service, double perSecond, int burst) =>
        _buckets[service] = new TokenBucket(perSecond, burst, time);

    public void Remove(string service) => _buckets.TryRemove(service, out _);

    public bool TryTake(string service) => !_buckets.TryGetValue(service, out var bucket) || bucket.TryTake();
}
