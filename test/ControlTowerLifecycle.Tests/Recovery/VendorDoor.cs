using System.Net;
using System.Text;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The wire between one process and the vendor, whose refusals repeat the key.</summary>
internal sealed class VendorDoor(Life life, FakeVendor vendor, Crossings crossings) : DelegatingHandler(vendor)
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) => crossings.CrossAsync(
            life, Calls.Of(request), () => base.SendAsync(request, cancellationToken), Refuse, cancellationToken);

    private static HttpResponseMessage Refuse(FaultKind kind) => kind switch
    {
        FaultKind.Throttled or FaultKind.EntryRefused => Answer(HttpStatusCode.TooManyRequests),
        FaultKind.ThrottledForAMinute => Answer(HttpStatusCode.TooManyRequests, ("Retry-After", "60")),
        FaultKind.ServerError => Answer(HttpStatusCode.ServiceUnavailable),
        _ => throw new HttpRequestException("the connection was reset"),
    };

    private static HttpResponseMessage Answer(HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"message":"no, ApiKey {{Secrets.ApiKey}}"}""");
        return ScriptedHttp.Response((int)status, new ByteArrayContent(body), headers);
    }
}
