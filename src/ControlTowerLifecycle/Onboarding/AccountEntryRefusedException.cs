using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// The execution role of an account could not be assumed. The caller decides what it means: a role that Control Tower
/// has just created can refuse for minutes, and an account that Control Tower does not govern has no such role. An explicit
/// deny by a policy needs the operator; every other refusal is retryable.
/// </summary>
internal sealed class AccountEntryRefusedException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException);
