namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>
/// Orders calls into sequential round trips. A call belongs to a later round trip than every call that had its response
/// before this call began; parallel calls share a round trip.
/// </summary>
internal static class RoundTrips
{
    /// <summary>A timer may fire a little early.</summary>
    public static readonly TimeSpan TimerMargin = TimeSpan.FromMilliseconds(15);

    /// <param name="records">The calls of one piece of work.</param>
    /// <param name="duration">The least time that a response takes.</param>
    /// <returns>The calls of each round trip, in order of time.</returns>
    public static IReadOnlyList<IReadOnlyList<CallRecord>> Of(IEnumerable<CallRecord> records, TimeSpan duration)
    {
        var trips = new List<List<CallRecord>>();
        foreach (var call in records.OrderBy(record => record.At))
        {
            var trip = trips.FindLastIndex(earlier => earlier.Exists(other => other.At + duration <= call.At)) + 1;
            if (trip == trips.Count)
                trips.Add([]);
            trips[trip].Add(call);
        }

        return trips;
    }
}
