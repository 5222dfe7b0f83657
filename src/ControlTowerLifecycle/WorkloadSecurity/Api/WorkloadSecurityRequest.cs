using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>One attempt of a call with a key.</summary>
internal sealed class WorkloadSecurityRequest(Uri endpoint, WorkloadSecurityCall call, PresentedKey key, TimeProvider time)
    : VendorRequest
{
    public override TimeSpan Timeout => call.Timeout;

    public override bool IsIdempotent => call.IsIdempotent;

    /// <summary>
    /// Checked as late as possible, because Lambda can freeze the process in any wait. The wait for the turn itself does
    /// not count: in a small budget every call would be too late.
    /// </summary>
    public override void BeforeSending(CallTurn turn)
    {
        var now = time.GetUtcNow();
        if (now - turn.Waited > call.NotAfter)
            throw WorkloadSecurityFailure.TooLate(call);

        call.OnSending(now);
    }

    public override HttpRequestMessage Create()
    {
        var request = new HttpRequestMessage(call.Method, VendorAddress.Of(endpoint, call.Path));
        request.Headers.TryAddWithoutValidation("api-version", "v1");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        key.AddTo(request);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return request;
    }

    public override async Task<VendorRefusal> ReadFailureAsync(
        HttpResponseMessage response, CancellationToken cancellationToken) => new(
        await WorkloadSecurityResponse.ReadFailureAsync(call, response, key.Secret, time, cancellationToken),
        WorkloadSecurityFailure.ConcernsEveryCall(call.Method, call.On, (int)response.StatusCode),
        VendorResponse.RetryAfter(response, time));

    public override RemoteSystemException NoBudget(TimeSpan wait) => WorkloadSecurityFailure.NoBudget(call, wait);

    public override RemoteSystemException NoTime() => WorkloadSecurityFailure.NoTime(call);

    public override RemoteSystemException Unreadable() =>
        WorkloadSecurityFailure.Create(call, 200, ", but the response cannot be read", null, null, null);

    public override RemoteSystemException NoResponse(MissingResponse missing) => missing.IsNetworkSetup
        ? WorkloadSecurityFailure.NetworkSetup(call, missing)
        : WorkloadSecurityFailure.Create(call, null, missing.Detail, null, null, missing.Cause);
}
