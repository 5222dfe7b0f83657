using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// The execution role of an account could not be assumed. Alone it says little: a role that Control Tower has just made
/// refuses for minutes, and an account that Control Tower does not govern has none. What asked for the account decides.
/// </summary>
internal sealed class AccountEntryRefusedException(string message, Exception? innerException)
    : RemoteSystemException(message, innerException);
