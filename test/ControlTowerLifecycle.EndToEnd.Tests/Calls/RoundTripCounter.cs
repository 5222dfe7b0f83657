using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Calls;

/// <summary>
/// Counts the sequential round trips of a piece of work. Parallel calls count once.
/// </summary>
internal static class RoundTripCounter
{
    private const int Measurements = 3;

    /// <summary>
    /// Returns the length of the longest chain of calls in which each call begins after the response to the one before.
    /// Every response takes <paramref name="latency"/>. A busy machine can lengthen a chain but never shorten it, so
    /// the shortest of a few measurements is right. A second one is made only if the first exceeds
    /// <paramref name="expected"/>.
    /// </summary>
    public static async Task<int> MeasureAsync(TestStack stack, TimeSpan latency, int expected, Func<Task> work)
    {
        var shortest = int.MaxValue;
        for (var measurement = 0; measurement < Measurements && shortest > expected; measurement++)
        {
            var calls = stack.RecordCalls();
            stack.Server.SetLatency(latency);
            await work();
            stack.Server.SetLatency(TimeSpan.Zero);
            shortest = Math.Min(shortest, RoundTrips.Of(calls.All, latency - RoundTrips.TimerMargin).Count);
        }

        return shortest;
    }
}
