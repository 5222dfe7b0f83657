namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>The Runtime API cannot be reached or failed. The process ends, and Lambda starts another.</summary>
internal sealed class RuntimeApiException(string message, Exception? innerException) : Exception(message, innerException);
