using System.Globalization;

namespace ControlTowerLifecycle.Cli.Output;

/// <summary>A time span as an operator says it.</summary>
internal static class Ages
{
    /// <returns>For example <c>3 min</c>, <c>2 h 5 min</c> or <c>4 d</c>.</returns>
    public static string Text(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Hours} h {age.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} d"),
    };
}
