namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// The end of the current invocation, by wall-clock time. Lambda can freeze a process for minutes, and timers do not fire
/// at once when it continues. So a call that must not be made after the end compares the clock. A process handles one
/// invocation at a time. It is never over before an invocation sets it: a command line has no end.
/// </summary>
internal sealed class InvocationEnd(TimeProvider time)
{
    private long _ticks = DateTimeOffset.MaxValue.UtcTicks;

    public bool IsOver => time.GetUtcNow().UtcTicks >= Volatile.Read(ref _ticks);

    public void Set(DateTimeOffset end) => Volatile.Write(ref _ticks, end.UtcTicks);
}
