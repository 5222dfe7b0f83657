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
    /// <summary>The outcome of a message that cannot be read.</summary>
    public const string UnreadableOutcome = "unreadable";

    private const string DefectOutcome = "defect";
    private const string RejectedOutcome = "rejected";
    private const string RetryOutcome = "retry";
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
    /// How long the message is still retried; null if this was the last attempt, or no later one can succeed.
    /// </summary>
    public TimeSpan? RetriedFor { get; init; }

    /// <summary>The notice is sent early: a later attempt can still succeed.</summary>
    public bool IsRetried => RetriedFor is not null;

    /// <summary>What to do about the cause, without what was tried.</summary>
    public string? Remedy { get; private init; } = Failure.Advice;

    /// <summary>Equal for two failures with the same cause, see <see cref="FailureCause"/>.</summary>
    public string CauseKey => FailureCause.Key(this);

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
            "Read the dead letter, correct its sender, then redrive or delete the dead letter.")
        {
            Reason = "cannot be read",
        })
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
            "Send the log line 'unexpected failure' to the maintainers of this program.")
        {
            Reason = $"unexpected {thrown.GetType().Name}",
        })
        {
            Kind = FailureKind.Retryable,
            IsOfMessage = true,
        };

    /// <summary>Creates the notice of a digest that was not sent.</summary>
    public static FailureNotice OfDigest(string source, RunFailure failure) =>
        new(source, failure.Kind == FailureKind.Retryable ? RetryOutcome : RejectedOutcome, failure with { Reason = "digest not sent" })
        {
            Kind = failure.Kind,
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
