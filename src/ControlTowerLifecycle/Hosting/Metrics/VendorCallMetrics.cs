using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Hosting.Metrics;

internal static class VendorCallMetrics
{
    /// <summary>Returns the calls since the last time, and resets the count; empty if there was no call.</summary>
    public static IReadOnlyList<Measurement> TakeMeasurements(this VendorCallCount count)
    {
        var (calls, throttles) = count.TakeBoth();
        return calls == 0
            ? []
            : [new(Metric.VendorCalls, calls), new(Metric.VendorThrottles, throttles)];
    }
}
