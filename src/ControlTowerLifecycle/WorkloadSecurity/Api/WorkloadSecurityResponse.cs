using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Reads responses to failed calls.</summary>
internal static class WorkloadSecurityResponse
{
    private static readonly string[] WordsOfAnExistingConnector = ["exist", "duplicate", "already", "in use"];

    /// <summary>
    /// The failure that a response describes. Its text is shortened and cleaned, and left out if it repeats a part of the
    /// key.
    /// </summary>
    public static async Task<WorkloadSecurityException> ReadFailureAsync(
        WorkloadSecurityCall call, HttpResponseMessage response, WorkloadSecuritySecret secret, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await VendorResponse.ReadErrorAsync(response, cancellationToken);
        var text = VendorResponse.Clean(VendorErrorText.Read(body.Span), secret.Echo);
        var isPage = VendorResponse.IsPage(response, body.Span);
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
            isPage,
            provesNoEffect: !isPage && ProvesNoEffect((int)response.StatusCode, text));
    }

    /// <summary>
    /// A refusal with a reason changed nothing, unless the reason is a connector that exists: an earlier call may have made
    /// it.
    /// </summary>
    private static bool ProvesNoEffect(int status, string text) =>
        status is 400 or 422
        && text.Length > 0
        && !Array.Exists(WordsOfAnExistingConnector, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
