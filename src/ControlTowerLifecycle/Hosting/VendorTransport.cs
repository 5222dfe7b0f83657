using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Hosting;

/// <summary>What the protections of a process share.</summary>
/// <param name="Http">The HTTP client of the process.</param>
/// <param name="LongestWait">How long a call may wait for its call budget.</param>
/// <param name="Time">The clock.</param>
internal sealed record VendorTransport(HttpClient Http, TimeSpan LongestWait, TimeProvider Time)
{
    /// <summary>The calls to all APIs of the vendor.</summary>
    public VendorCallCount Calls { get; } = new();

    /// <summary>The end of the invocation.</summary>
    public InvocationEnd InvocationEnd { get; init; } = new(Time);
}
