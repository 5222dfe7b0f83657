using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>One invocation at a latency of 50 ms, with its calls.</summary>
/// <param name="Name">For example <c>new, cold process</c>.</param>
/// <param name="Start">When the invocation began.</param>
/// <param name="Duration">The time of the invocation.</param>
/// <param name="Calls">All its calls.</param>
/// <param name="LogBytes">What the function wrote to its log.</param>
internal sealed record TracedWork(
    string Name, DateTimeOffset Start, TimeSpan Duration, IReadOnlyList<CallRecord> Calls, int LogBytes)
{
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    public IReadOnlyList<IReadOnlyList<CallRecord>> Trips => RoundTrips.Of(Calls, Latency - RoundTrips.TimerMargin);

    /// <summary>
    /// Of the account that takes the most. The accounts of a batch share the processor, so their calls do not begin together.
    /// </summary>
    public int TripsOfAccount => Calls
        .GroupBy(call => call.Call.AccountId, StringComparer.Ordinal)
        .Max(calls => RoundTrips.Of(calls, Latency - RoundTrips.TimerMargin).Count);

    /// <summary>
    /// The four hot paths. Each is repeated and the shortest counts, because a busy machine only lengthens it.
    /// </summary>
    public static async Task<IReadOnlyList<TracedWork>> RunAsync(
        Package package, ChosenProtections protections, CancellationToken cancellationToken)
    {
        await using var stack = await MeasuredStack.StartAsync(package.Bootstrap, cancellationToken, protections: protections);
        await stack.InvokeAsync(stack.Vend());
        var unchanged = stack.Vend();
        await stack.InvokeAsync(unchanged);
        TracedWork[] works =
        [
            await BestAsync("new, cold process", () => [stack.Vend()], isCold: true),
            await BestAsync("new", () => [stack.Vend()]),
            await BestAsync("unchanged", () => [unchanged]),
            await BestAsync("batch of ten new", () => stack.Vend(10)),
        ];
        stack.RequireProtected();
        return works;

        async Task<TracedWork> BestAsync(string name, Func<IReadOnlyList<string>> events, bool isCold = false)
        {
            const int repetitions = 5;
            TracedWork? best = null;
            var written = 0;
            using var log = stack.Lifecycle.Log.Subscribe(line => Interlocked.Add(ref written, line.Text.Length + 1));
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                if (isCold)
                    await stack.StartProcessAsync(cancellationToken);
                var bodies = events();
                Interlocked.Exchange(ref written, 0);
                stack.Server.SetLatency(Latency);
                var start = TimeProvider.System.GetUtcNow();
                var duration = await stack.InvokeAsync(bodies);
                stack.Server.SetLatency(TimeSpan.Zero);
                if (best is null || duration < best.Duration)
                    best = new TracedWork(name, start, duration, stack.CallsSince(start), Volatile.Read(ref written));
            }

            return best!;
        }
    }
}
