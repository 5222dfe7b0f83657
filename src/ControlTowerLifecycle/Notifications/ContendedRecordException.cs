using System.Diagnostics.CodeAnalysis;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Other processes changed a record before each write of this one. The rounds are bounded: a store that contradicts itself
/// must not hold an invocation until its time ends.
/// </summary>
internal sealed class ContendedRecordException : RemoteSystemException
{
    /// <summary>Each lost round is another message's success, and not that many messages are processed at the same time.</summary>
    public const int MaximumRounds = 200;

    [SetsRequiredMembers]
    public ContendedRecordException(CauseId cause)
        : base($"The record of the cause {cause} was changed by others before each of {MaximumRounds} writes", null)
    {
        RemoteSystem = "Notification record";
        Operation = "write";
        Resource = cause.ToString();
        Kind = FailureKind.Retryable;
        HadNoEffect = true;
    }
}
