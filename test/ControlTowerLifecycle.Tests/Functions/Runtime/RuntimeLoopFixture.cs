using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>
/// The loop, as Bootstrap puts it together, on a manual clock. It sets _X_AMZN_TRACE_ID, which the process has only one
/// of: the classes that run it are of one collection, and so run one after another.
/// </summary>
public abstract class RuntimeLoopFixture : IDisposable
{
    /// <summary>The collection of all classes that run a loop.</summary>
    public const string OneAtATime = "one runtime loop at a time";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    internal ManualTime Time { get; } = new(At.Start);

    internal Output Output { get; } = new();

    public void Dispose()
    {
        _http.Dispose();
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs until the platform's script is over.</summary>
    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(FakeRuntimeApi api, FakeFunction function) =>
        new RuntimeLoop(new RuntimeApi(_http, api.Address), function, new LifecycleLog(Output, Time), Time)
            .RunAsync(TestContext.Current.CancellationToken);
}
