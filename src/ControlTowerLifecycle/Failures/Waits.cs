namespace ControlTowerLifecycle.Failures;

/// <summary>Lengths of waits.</summary>
internal static class Waits
{
    /// <summary>
    /// Rounds up to whole milliseconds. Timers cut off the rest, so a wait of 1.5 ms would end too early, and a wait of
    /// 0.5 ms would be no wait at all.
    /// </summary>
    public static TimeSpan InWholeMilliseconds(this TimeSpan wait) =>
        TimeSpan.FromMilliseconds(
            (wait.Ticks / TimeSpan.TicksPerMillisecond) + (wait.Ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0));

    public static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
