namespace ControlTowerLifecycle.Tests.Functions;

internal static class At
{
    /// <summary>The start time of these tests.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 12, 0, TimeSpan.Zero);
}
