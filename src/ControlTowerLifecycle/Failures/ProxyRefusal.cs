using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Failures;

/// <summary>
/// Why a proxy opened no tunnel, in words of our own: .NET's message contains the URI of the proxy, with its user name and
/// password.
/// </summary>
internal static partial class ProxyRefusal
{
    /// <param name="message">The message of .NET's exception.</param>
    /// <returns>The status of the proxy, for example <c>HTTP 407</c>.</returns>
    public static string Describe(string message) =>
        StatusPattern().Match(message) is { Success: true } status ? $"HTTP {status.Value}" : "no response to CONNECT";

    // The status stands at the end of .NET's message, in quotes. A proxy's host name can contain three digits too.
    [GeneratedRegex("(?<=')[1-5][0-9]{2}(?='[^']*\\z)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StatusPattern();
}
