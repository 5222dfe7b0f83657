using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Calls;

/// <summary>
/// Counts how many round trips a piece of work takes one after another, whatever is done side by side.
/// </summary>
internal static class RoundTripCounter
{
    private const int Measurements = 3;

    /// <summary>A timer may fire a little before its time.</summary>
    private static readonly TimeSpan TimerMargin = TimeSpan.FromMilliseconds(15);

    /// <summary>
    /// The longest chain of calls of which each began when the one before had been answered, where every answer takes
    /// <paramref name="latency"/>. A stall of this machine can lengthen a chain and nothing can shorten one, so the
    /// shortest of a few measurements is the truth; more than one is made only where the first is over <paramref
    /// name="expected"/>.
    /// </summary>
    public static async Task<int> MeasureAsync(TestStack stack, TimeSpan latency, int expected, Func<Task> work)
    {
        var least = int.MaxValue;
        for (var measurement = 0; measurement < Measurements && least > expected; measurement++)
        {
            var mark = stack.Mark();
            stack.Server.SetLatency(latency);
            await work();
            stack.Server.SetLatency(TimeSpan.Zero);
            least = Math.Min(least, LongestChain(mark.Calls, latency - TimerMargin));
        }

        return least;
    }

    public static int LongestChain(IEnumerable<CallRecord> records, TimeSpan duration)
    {
        var calls = records.OrderBy(record => record.At).ToList();
        var chains = new int[calls.Count];
        for (var call = 0; call < calls.Count; call++)
        {
            chains[call] = 1 + Enumerable.Range(0, call)
                .Where(earlier => calls[earlier].At + duration <= calls[call].At)
                .Select(earlier => chains[earlier])
                .DefaultIfEmpty()
                .Max();
        }

        return chains.DefaultIfEmpty().Max();
    }
}
