using System.Globalization;

namespace ControlTowerLifecycle.Settings;

/// <summary>
/// Parses values that are not special to one room. Each method throws <see cref="FormatException"/> with the valid values,
/// and does not repeat the invalid value.
/// </summary>
internal static class BasicFormats
{
    public static bool ParseFlag(string text) => bool.TryParse(text, out var flag)
        ? flag
        : throw new FormatException("must be true or false");

    public static int ParseNumber(string text, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum
                ? number
                : throw new FormatException($"must be a whole number from {minimum} to {maximum}");

    /// <summary>Requests and responses contain secrets, so they cross a network encrypted.</summary>
    public static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                ? url
                : throw new FormatException("must be an https URL (plain http for a loopback address only)");
}
