using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Reads responses to failed calls.</summary>
internal static class WorkloadSecurityResponse
{
    /// <summary>
    /// The failure that a response describes. Its text is shortened and cleaned, and the key is removed if the vendor
    /// repeats it.
    /// </summary>
    public static async Task<WorkloadSecurityException> ReadFailureAsync(
        WorkloadSecurityCall call, HttpResponseMessage response, WorkloadSecuritySecret secret, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await VendorResponse.ReadErrorAsync(response, cancellationToken);
        var text = VendorResponse.Clean(ParseMessage(body.Span), secret.ApiKey);
        return WorkloadSecurityFailure.Create(
            call,
            (int)response.StatusCode,
            text.Length == 0 ? "" : $": {text}",
            response.Headers.TryGetValues("X-Request-ID", out var ids)
                ? VendorResponse.Clean(string.Join(',', ids), secret.ApiKey)
                : null,
            VendorResponse.RetryAfter(response, time),
            null);
    }

    private static string ParseMessage(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ConnectorJson.Default.ErrorDto)?.Message ?? "";
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}
