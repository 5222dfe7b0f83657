using System.Net;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>An error response: <c>{"message": "…"}</c>.</summary>
internal sealed class VendorErrorException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static VendorErrorException TooManyRequests(TimeSpan? retryAfter) =>
        new(HttpStatusCode.TooManyRequests, "Too many API requests") { RetryAfter = retryAfter };

    public static VendorErrorException BadRequest(string message) => new(HttpStatusCode.BadRequest, message);

    public static VendorErrorException NotFound(string message) => new(HttpStatusCode.NotFound, message);
}
