namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// How many calls a process made to the vendor's API, and how many of them the vendor refused with 429.
/// </summary>
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
