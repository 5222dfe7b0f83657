namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>The Runtime API is gone or broken: the process ends, and Lambda starts another.</summary>
internal sealed class RuntimeApiException(string message, Exception? innerException) : Exception(message, innerException);
