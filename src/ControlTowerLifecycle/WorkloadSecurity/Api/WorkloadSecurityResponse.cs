using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Reads responses to failed calls.</summary>
internal static class WorkloadSecurityResponse
{
    /// <summary>
    /// The failure that a response describes. Its text is shortened and cleaned, and left out if it repeats a part of the
    /// key.
    /// </summary>
    public static async Task<WorkloadSecurityException> ReadFailureAsync(
        WorkloadSecurityCall call, HttpResponseMessage response, WorkloadSecuritySecret secret, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await VendorResponse.ReadBeginAsync(response, cancellationToken);
        var text = VendorResponse.Clean(VendorErrorText.Read(body.Span), secret.Echo);
        var meaning = VendorResponse.IsPage(response, body.Span)
            ? ErrorMeaning.Page
            : ErrorMeanings.Of((int)response.StatusCode, call.On, text);
        var target = VendorResponse.Clean(VendorResponse.RedirectTarget(response), secret.Echo);
        return WorkloadSecurityFailure.Create(
            call,
            (int)response.StatusCode,
            $"{(target.Length == 0 ? "" : $" with a redirect to {target}")}{(text.Length == 0 ? "" : $": {text}")}",
            response.Headers.TryGetValues("X-Request-ID", out var ids)
                ? VendorResponse.Clean(string.Join(',', ids), secret.Echo)
                : null,
            VendorResponse.RetryAfter(response, time),
            null,
            meaning);
    }
}
