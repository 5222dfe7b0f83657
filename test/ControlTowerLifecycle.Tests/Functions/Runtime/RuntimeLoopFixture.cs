using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>
/// The loop with a manual clock, composed as in Bootstrap. It sets the environment variable _X_AMZN_TRACE_ID of the
/// test process, so all classes that run it are in one collection and run in sequence.
/// </summary>
public abstract class RuntimeLoopFixture : IDisposable
{
    /// <summary>The collection of all classes that run a loop.</summary>
    public const string OneAtATime = "one runtime loop at a time";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    internal ManualTime Time { get; } = new(At.Start);

    internal Output Output { get; } = new();

    internal InvocationEnd End { get; }

    protected RuntimeLoopFixture() => End = new InvocationEnd(Time);

    public void Dispose()
    {
        _http.Dispose();
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs until the end of the script.</summary>
    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(FakeRuntimeApi api, FakeFunction function) =>
        new RuntimeLoop(new RuntimeApi(_http, api.Address), function, new LifecycleLog(Output, Time), End, Time)
            .RunAsync(TestContext.Current.CancellationToken);
}
