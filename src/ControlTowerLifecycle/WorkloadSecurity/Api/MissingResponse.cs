using System.Security.Authentication;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Describes why no response came, in words that name the mistakes of a first deployment.</summary>
internal static class MissingResponse
{
    private const int MaximumText = 300;

    public static WorkloadSecurityException Describe(WorkloadSecurityCall call, string host, Exception fault, bool timedOut) =>
        fault switch
        {
            _ when timedOut => Create(call, $" within {call.Timeout.TotalSeconds:0} s", fault),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } unknown =>
                WorkloadSecurityFailure.NetworkSetup(call, $"the host name {host} cannot be resolved", unknown),
            HttpRequestException { InnerException: AuthenticationException untrusted } refused =>
                WorkloadSecurityFailure.NetworkSetup(
                    call, $"the certificate of {host} is not trusted ({OutsideText.Clean(untrusted.Message, MaximumText)})", refused),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel =>
                WorkloadSecurityFailure.NetworkSetup(
                    call, $"the proxy did not connect to {host} ({OutsideText.Clean(tunnel.Message, MaximumText)})", tunnel),
            HttpRequestException http => Create(call, $": {http.HttpRequestError}", fault),
            _ => Create(call, ": the connection broke", fault),
        };

    private static WorkloadSecurityException Create(WorkloadSecurityCall call, string detail, Exception fault) =>
        WorkloadSecurityFailure.Create(call, null, detail, null, null, fault);
}
