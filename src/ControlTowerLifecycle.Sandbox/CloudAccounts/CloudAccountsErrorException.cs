using System.Net;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>
/// An error response: <c>{"error":{"code":"…","message":"…","innererror":{"code":"…","service":"cam"}}}</c>.
/// </summary>
internal sealed class CloudAccountsErrorException(HttpStatusCode status, string code, string message)
    : Exception(message)
{
    public HttpStatusCode Status => status;

    public string Code => code;

    /// <summary>The code in <c>innererror</c>; null sends none.</summary>
    public string? InnerCode { get; init; }

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static CloudAccountsErrorException BadRequest(string message) =>
        new(HttpStatusCode.BadRequest, "BadRequest", message);

    /// <summary>The account is not connected. The inner code is not published; the outer one is.</summary>
    public static CloudAccountsErrorException NoAccount() =>
        new(HttpStatusCode.NotFound, "NotFound", "The account is not connected.") { InnerCode = "account-not-exist" };

    public static CloudAccountsErrorException NotFound() =>
        new(HttpStatusCode.NotFound, "NotFound", "The resource does not exist.");
}
