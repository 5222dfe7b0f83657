using System.Net;
using System.Text;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The connection of one process to a vendor's API. An error response repeats the API key.</summary>
internal sealed class SimulatedVendorHandler(ProcessLifetime lifetime, HttpMessageHandler vendor, CallScheduler scheduler)
    : DelegatingHandler(vendor)
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) => scheduler.CallAsync(
            lifetime,
            CallNames.Create(request),
            () => base.SendAsync(request, cancellationToken),
            Fail,
            cancellationToken);

    private static HttpResponseMessage Fail(FaultKind kind) => kind switch
    {
        FaultKind.Throttled or FaultKind.AssumeRoleRefused => Respond(HttpStatusCode.TooManyRequests),
        FaultKind.ThrottledForAMinute => Respond(HttpStatusCode.TooManyRequests, ("Retry-After", "60")),
        FaultKind.ServerError => Respond(HttpStatusCode.ServiceUnavailable),
        _ => throw new HttpRequestException("the connection was reset"),
    };

    private static HttpResponseMessage Respond(HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"message":"no, ApiKey {{Secrets.ApiKey}} or Bearer {{CloudSample.Key}}"}""");
        return ScriptedHttp.Response((int)status, new ByteArrayContent(body), headers);
    }
}
