using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>A failed call to Workload Security.</summary>
internal sealed class WorkloadSecurityException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException)
{
    /// <summary>What the body of the response says beyond its status.</summary>
    public ErrorMeaning Meaning { get; init; }

    /// <summary>A web firewall or a proxy responded, not the API.</summary>
    public bool IsPage => Meaning == ErrorMeaning.Page;

    /// <summary>The vendor does not know what the call names. A page says nothing about it.</summary>
    public bool IsNotFound => Status == 404 && !IsPage;

    /// <summary>The vendor refused the API key, or its rights.</summary>
    public bool RefusesTheKey => Status is 401 or 403 && Meaning is not (ErrorMeaning.Page or ErrorMeaning.ManagedByCloudAccounts);

    /// <summary>The call was not sent because it had to follow a look at the account sooner.</summary>
    public bool IsTooLate { get; init; }
}
