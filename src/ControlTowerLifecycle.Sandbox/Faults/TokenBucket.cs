using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>Request throttling as AWS does it: a burst, refilled at a steady rate.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = burst;
    private long filledAt = time.GetTimestamp();

    /// <summary>Takes one token, or says that there is none.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(burst, tokens + (time.GetElapsedTime(filledAt, now).TotalSeconds * perSecond));
            filledAt = now;
            if (tokens < 1)
                return false;
            tokens--;
            return true;
        }
    }
}

/// <summary>The throttles of the AWS services by name. A service without one is not throttled.</summary>
internal sealed class Throttles(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenBucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Throttles a service, for example <c>organizations</c>, from now on.</summary>
    public void Set(string service, double perSecond, int burst) =>
        buckets[service] = new TokenBucket(perSecond, burst, time);

    public void Remove(string service) => buckets.TryRemove(service, out _);

    public bool TryTake(string service) => !buckets.TryGetValue(service, out var bucket) || bucket.TryTake();
}
