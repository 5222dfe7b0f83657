using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>Request throttling as at AWS: a burst, refilled at a steady rate.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <returns>False if there is no token.</returns>
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

/// <summary>The token buckets of the AWS services. A service without a bucket is not throttled.</summary>
internal sealed class Throttles(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    /// <param name="service">For example <c>organizations</c>.</param>
    /// <param name="perSecond">Tokens added each second.</param>
    /// <param name="burst">The capacity of the bucket.</param>
    public void Set(string service, double perSecond, int burst) =>
        _buckets[service] = new TokenBucket(perSecond, burst, time);

    public void Remove(string service) => _buckets.TryRemove(service, out _);

    public bool TryTake(string service) => !_buckets.TryGetValue(service, out var bucket) || bucket.TryTake();
}
