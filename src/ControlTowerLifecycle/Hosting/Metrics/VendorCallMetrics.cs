using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>The calls of the vendor's API as measurements.</summary>
internal static class VendorCallMetrics
{
    /// <summary>What was called since the last time; empty where nothing was.</summary>
    public static IReadOnlyList<Measurement> Take(this VendorCallCount count)
    {
        var (calls, throttles) = count.TakeBoth();
        return calls == 0
            ? []
            : [new(Metric.VendorCalls, calls), new(Metric.VendorThrottles, throttles)];
    }
}
