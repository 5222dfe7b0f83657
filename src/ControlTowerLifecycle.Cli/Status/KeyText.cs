using System.Globalization;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>The last day of an API key as a line of text.</summary>
internal static class KeyText
{
    public static string Describe(ReportedKey key, TimeProvider time) => $"{key.Protection}: {DescribeEnd(key, time)}";

    public static string DescribeEnd(ReportedKey key, TimeProvider time) => key.LastDay is { } day
        ? string.Create(CultureInfo.InvariantCulture, $"ends on {day:yyyy-MM-dd} ({DaysLeft(day, time)} days)")
        : "does not end";

    public static Tone ToneOf(ReportedKey key, TimeProvider time) => EndsSoon(key, time) ? Tone.Bad : Tone.Plain;

    /// <summary>Whether the alarm of the key is on.</summary>
    public static bool EndsSoon(ReportedKey key, TimeProvider time) =>
        key.LastDay is { } day && DaysLeft(day, time) <= ApiKeyExpiry.WarningDays;

    private static int DaysLeft(DateOnly day, TimeProvider time) =>
        day.DayNumber - DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
}
