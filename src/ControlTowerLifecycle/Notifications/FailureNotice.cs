using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Notifications;

/// <summary>A failed attempt, as logs, notifications and dead letters report it.</summary>
/// <param name="Source">
/// The ID of the message or invocation. A message that is received again has the same ID.
/// </param>
/// <param name="Outcome">
/// <c>rejected</c>, <c>retry</c>, <c>unreadable</c>, <c>defect</c>, or <c>unsent</c> and
/// <c>unopened</c> for a follow-up.
/// </param>
/// <param name="Failure">What failed, and what to do.</param>
internal sealed record FailureNotice(string Source, string Outcome, RunFailure Failure)
{
    private const string UnreadableOutcome = "unreadable";
    private const string DefectOutcome = "defect";
    private const string UnsentOutcome = "unsent";
    private const string UnopenedOutcome = "unopened";

    /// <summary>The account, or null if the message names none.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The account's name, or null if it is unknown.</summary>
    public string? AccountName { get; init; }

    /// <summary>Whether the account was to be offboarded, not onboarded.</summary>
    public bool IsOffboarding { get; init; }

    /// <summary>
    /// Whether something failed that follows the onboarding, such as its event. The failure says nothing about the account's
    /// protection.
    /// </summary>
    public bool IsFollowUp { get; init; }

    public required FailureKind Kind { get; init; }

    /// <summary>Whether the source is a message of the work queue, which becomes a dead letter.</summary>
    public bool IsOfMessage { get; init; }

    /// <summary>
    /// Equal for two failures with the same cause: the step, the system, the operation, and the code or, without a
    /// code, the status. The sentence is not part of it, because it contains IDs and times.
    /// </summary>
    public string CauseKey => Failure.Call is { } call
        ? $"{Failure.Step}|{call.RemoteSystem}|{call.Operation}|{call.Code ?? $"{call.Status}"}"
        : $"{Failure.Step}|{Outcome}";

    /// <summary>Creates the notice of a failed run, or null if the run did not fail.</summary>
    public static FailureNotice? TryCreate(RunReport report, string source) => report.Outcome switch
    {
        RunOutcome.Rejected rejected => Create(report, source, rejected.Failure, FailureKind.NeedsOperator),
        RunOutcome.Retry retry => Create(report, source, retry.Failure, FailureKind.Retryable),
        _ => null,
    };

    /// <summary>Creates the notice of an unreadable message. Another attempt cannot succeed.</summary>
    public static FailureNotice Unreadable(string source, string why) =>
        new(source, UnreadableOutcome, new RunFailure(
            "read",
            $"the message cannot be read: {why}",
            "Read the dead letter, correct its sender, then redrive or delete the dead letter."))
        {
            Kind = FailureKind.NeedsOperator,
            IsOfMessage = true,
        };

    /// <summary>
    /// Creates the notice of a defect of this program. The text of the exception is written to the log only.
    /// </summary>
    public static FailureNotice Defect(string source, Exception thrown) =>
        new(source, DefectOutcome, new RunFailure(
            "run",
            $"unexpected {thrown.GetType().Name}; the function's log has the details",
            "Send the log line 'unexpected failure' to the maintainers of this program."))
        {
            Kind = FailureKind.Retryable,
            IsOfMessage = true,
        };

    /// <summary>
    /// Creates the notice of an event for other systems that could not be sent. The account's own outcome stays as it is.
    /// </summary>
    /// <param name="source">The message.</param>
    /// <param name="accountEvent">The event.</param>
    /// <param name="failure">Why it was not sent.</param>
    /// <param name="kind">Whether another attempt follows.</param>
    public static FailureNotice UnsentEvent(
        string source, AccountEvent accountEvent, RunFailure failure, FailureKind kind) =>
        FollowUp(source, UnsentOutcome, accountEvent, failure, kind);

    /// <summary>Creates the notice of a support case that could not be opened.</summary>
    /// <param name="source">The message.</param>
    /// <param name="account">The event of the account.</param>
    /// <param name="failure">Why it was not opened.</param>
    /// <param name="kind">Whether another attempt follows.</param>
    public static FailureNotice UnopenedCase(
        string source, AccountEvent account, RunFailure failure, FailureKind kind) =>
        FollowUp(source, UnopenedOutcome, account, failure, kind);

    private static FailureNotice FollowUp(
        string source, string outcome, AccountEvent accountEvent, RunFailure failure, FailureKind kind) =>
        new(source, outcome, failure)
        {
            Account = accountEvent.Account,
            AccountName = accountEvent.AccountName,
            IsFollowUp = true,
            IsOfMessage = true,
            Kind = kind,
        };

    /// <summary>The notice of the last attempt: waiting was not enough, so it states what was tried.</summary>
    /// <param name="attempts">How often the message was received.</param>
    /// <param name="duration">The time since the first receive; null if it is unknown.</param>
    public FailureNotice AfterLastAttempt(int attempts, TimeSpan? duration)
    {
        var over = duration is { } time ? $" over {(int)time.TotalHours} h {time.Minutes} min" : "";
        var tried = $"All {attempts} attempts{over} failed. If the cause has ended, redrive the dead letter.";
        return Kind == FailureKind.Retryable
            ? this with { Failure = Failure with { Advice = Failure.Advice is { } advice ? $"{advice} {tried}" : tried } }
            : this;
    }

    private static FailureNotice Create(RunReport report, string source, RunFailure failure, FailureKind kind) =>
        new(source, report.Outcome.Word, failure)
        {
            Account = report.Id,
            AccountName = report.AccountName,
            IsOffboarding = report.IsOffboarding,
            Kind = kind,
        };
}
