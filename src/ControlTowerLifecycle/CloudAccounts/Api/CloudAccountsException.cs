using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>A failed call to Cloud Accounts.</summary>
internal sealed class CloudAccountsException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException)
{
    /// <summary>The code with which the vendor refuses to connect an account that is connected, with any status.</summary>
    public const string AccountExists = "account-exist";

    /// <summary>The outer code of the response. <see cref="RemoteSystemException.Code"/> is the inner one if there is
    /// one.</summary>
    public string? OuterCode { get; init; }

    /// <summary>A web firewall or a proxy responded, not the API.</summary>
    public bool IsPage { get; init; }

    /// <summary>
    /// The vendor does not know the account. Without the code for it the path is wrong, and every account would look
    /// unconnected or removed. The inner code may differ.
    /// </summary>
    public bool IsNotFound =>
        Status == 404 && "NotFound".Equals(OuterCode ?? Code, StringComparison.OrdinalIgnoreCase);
}
