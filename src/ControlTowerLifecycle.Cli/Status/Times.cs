using System.Globalization;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Times as an operator reads them: in UTC, with the age.</summary>
internal static class Times
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The two largest parts, for example <c>2 d 3 h</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => $"{age.Days} d {age.Hours} h",
        { TotalHours: >= 1 } => $"{age.Hours} h {age.Minutes} min",
        _ => $"{Math.Max(0, (int)age.TotalMinutes)} min",
    };
}
