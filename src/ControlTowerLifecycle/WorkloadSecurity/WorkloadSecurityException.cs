using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>A call to Workload Security that failed.</summary>
public sealed class WorkloadSecurityException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException);
