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
}
