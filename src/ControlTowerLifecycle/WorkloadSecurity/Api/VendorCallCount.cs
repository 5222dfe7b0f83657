namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>How many calls of the vendor's API a process has made, and how many of them were one too many.</summary>
internal sealed class VendorCallCount
{
    private int _calls;
    private int _throttles;

    internal void Called() => Interlocked.Increment(ref _calls);

    internal void Throttled() => Interlocked.Increment(ref _throttles);

    /// <summary>Both numbers since they were last taken.</summary>
    internal (int Calls, int Throttles) TakeBoth() =>
        (Interlocked.Exchange(ref _calls, 0), Interlocked.Exchange(ref _throttles, 0));
}
