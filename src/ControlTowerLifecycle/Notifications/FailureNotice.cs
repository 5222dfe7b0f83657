using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// A failure, and whom it concerns: what logs, notifications and dead letters tell of an attempt that came to nothing.
/// </summary>
/// <param name="Source">
/// The message or invocation it came of; the same id when that comes again, another one for another message.
/// </param>
/// <param name="Outcome"><c>rejected</c>, <c>retry</c>, <c>unreadable</c> or <c>defect</c>.</param>
/// <param name="Failure">What happened and what to do.</param>
internal sealed record FailureNotice(string Source, string Outcome, RunFailure Failure)
{
    private const string Unread = "unreadable";
    private const string Broken = "defect";

    /// <summary>The account, or null where the message names none.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The account's name, where it became known.</summary>
    public string? AccountName { get; init; }

    /// <summary>Whether the account left: it is to be disconnected, not to be onboarded.</summary>
    public bool IsOffboarding { get; init; }

    /// <summary>Whether another attempt can mend it, or only a person.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>
    /// What makes two failures the same: the step, the system, the operation, and the code or else the status. Not the
    /// sentence, which holds ids and times.
    /// </summary>
    public string CauseKey => Failure.Call is { } call
        ? $"{Failure.Step}|{call.RemoteSystem}|{call.Operation}|{call.Code ?? $"{call.Status}"}"
        : $"{Failure.Step}|{Outcome}";

    /// <summary>The failure of a report, or null where the account is done with.</summary>
    public static FailureNotice? Of(RunReport report, string source) => report.Outcome switch
    {
        RunOutcome.Rejected rejected => Of(report, source, rejected.Failure, FailureKind.NeedsOperator),
        RunOutcome.Retry retry => Of(report, source, retry.Failure, FailureKind.Retryable),
        _ => null,
    };

    /// <summary>A message that cannot be read. It stays so, however often it comes.</summary>
    public static FailureNotice Unreadable(string source, string why) =>
        new(source, Unread, new RunFailure(
            "read",
            $"the message cannot be read: {why}",
            "Look at the dead letter: correct what sends such messages, then send it again or delete it."))
        {
            Kind = FailureKind.NeedsOperator,
        };

    /// <summary>A defect of this program. The text of what was thrown is in the log and nowhere else.</summary>
    public static FailureNotice Defect(string source, Exception thrown) =>
        new(source, Broken, new RunFailure(
            "run",
            $"unexpected {thrown.GetType().Name}; the function's log has the details",
            "Send the log's line 'unexpected failure' to whoever maintains this program."))
        {
            Kind = FailureKind.Retryable,
        };

    private static FailureNotice Of(RunReport report, string source, RunFailure failure, FailureKind kind) =>
        new(source, report.Outcome.Word, failure)
        {
            Account = report.Id,
            AccountName = report.AccountName,
            IsOffboarding = report.IsOffboarding,
            Kind = kind,
        };
}
