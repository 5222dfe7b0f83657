using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>A failed call to Workload Security.</summary>
internal sealed class WorkloadSecurityException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException)
{
    /// <summary>False if the call was not made because it would have had to wait for too long.</summary>
    public bool WasSent { get; init; } = true;

    /// <summary>The vendor's text shows that the call changed nothing.</summary>
    public bool ProvesNoEffect { get; init; }

    /// <summary>A web firewall or a proxy responded with 401 or 403, not the API.</summary>
    public bool IsPage { get; init; }
}
