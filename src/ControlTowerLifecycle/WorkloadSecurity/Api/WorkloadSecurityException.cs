using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>A call to Workload Security that failed.</summary>
internal sealed class WorkloadSecurityException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException);
