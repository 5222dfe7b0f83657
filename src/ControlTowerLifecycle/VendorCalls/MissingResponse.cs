using System.Security.Authentication;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>Why no response came, in words that name the mistakes of a first deployment.</summary>
/// <param name="Why">The reason, to follow a colon or, for a time limit, a space.</param>
/// <param name="Cause">The exception.</param>
internal sealed record MissingResponse(string Why, Exception Cause)
{
    private const int MaximumText = 300;

    /// <summary>The host, its certificate or a proxy is the cause: usually a setting is wrong.</summary>
    public bool IsNetworkSetup { get; private init; }

    /// <summary>The reason as the end of a sentence.</summary>
    public string Detail { get; private init; } = $": {Why}";

    /// <param name="host">The host that was called.</param>
    /// <param name="fault">The exception.</param>
    /// <param name="timeLimit">The time limit that has passed; null if it has not.</param>
    public static MissingResponse Of(string host, Exception fault, TimeSpan? timeLimit) => fault switch
    {
        _ when timeLimit is { } limit => new($"within {limit.TotalSeconds:0} s", fault) { Detail = $" within {limit.TotalSeconds:0} s" },
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            NetworkSetup($"the host name {host} cannot be resolved", fault),
        HttpRequestException { InnerException: AuthenticationException untrusted } => NetworkSetup(
            $"the certificate of {host} is not trusted ({OutsideText.Clean(untrusted.Message, MaximumText)})", fault),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel =>
            NoTunnel($"the proxy did not connect to {host} ({ProxyRefusal.Describe(tunnel.Message)})"),
        HttpRequestException http => new($"{http.HttpRequestError}", fault),
        _ => new("the connection broke", fault),
    };

    /// <summary>.NET's exception is not kept: it contains the proxy's password.</summary>
    private static MissingResponse NoTunnel(string why) =>
        NetworkSetup(why, new HttpRequestException(HttpRequestError.ProxyTunnelError, why));

    private static MissingResponse NetworkSetup(string why, Exception cause) => new(why, cause) { IsNetworkSetup = true };
}
