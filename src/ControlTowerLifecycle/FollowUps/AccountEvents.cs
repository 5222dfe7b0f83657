using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>
/// Decides which event reports a run to other systems.
/// <list type="table">
/// <listheader><term>Outcome</term><description>Event</description></listheader>
/// <item><term>onboarded</term><description>Account Onboarded</description></item>
/// <item><term>unchanged</term><description>none; Account Onboarded if an earlier attempt at this message may have been killed
/// after the last step and before its event</description></item>
/// <item><term>rejected</term><description>Account Rejected</description></item>
/// <item><term>retry</term><description>none; Account Rejected at the last receive</description></item>
/// <item><term>left</term><description>Account Left</description></item>
/// <item><term>skipped</term><description>none</description></item>
/// </list>
/// </summary>
/// <param name="protections">The names of the protections that are switched on.</param>
internal sealed class AccountEvents(IReadOnlyList<string> protections)
{
    /// <summary>The word for an account that left; the words for the others are those of the origin.</summary>
    private const string LeftOrigin = "left";

    /// <param name="report">How the run ended.</param>
    /// <param name="attempt">The attempt that the run belongs to.</param>
    /// <param name="now">The time.</param>
    /// <returns>The event; null if the outcome has none.</returns>
    public AccountEvent? TryCreate(RunReport report, EventAttempt attempt, DateTimeOffset now) => report.Outcome switch
    {
        RunOutcome.Onboarded onboarded => Create(report, AccountEventType.Onboarded, attempt, now, onboarded.Steps) with
        {
            NewlyProtected = IsNew(onboarded.Steps) ? true : attempt.IsRepeated ? null : false,
        },
        RunOutcome.Unchanged when attempt.IsRepeated => Create(report, AccountEventType.Onboarded, attempt, now, []) with
        {
            NewlyProtected = null,
        },
        RunOutcome.Rejected rejected => Create(report, AccountEventType.Rejected, attempt, now, rejected.Applied) with
        {
            Failure = Failure(rejected.Failure),
        },
        RunOutcome.Retry retry when attempt.IsLast => Create(report, AccountEventType.Rejected, attempt, now, retry.Applied) with
        {
            Failure = Failure(retry.Failure),
        },
        RunOutcome.Offboarded left => Create(report, AccountEventType.Left, attempt, now, left.Steps),
        _ => null,
    };

    private static bool IsNew(IReadOnlyList<Step> steps) => steps.Any(step => step.BringsProtection);

    private AccountEvent Create(
        RunReport report, AccountEventType type, EventAttempt attempt, DateTimeOffset now, IReadOnlyList<Step> steps) =>
        new(type, Id(attempt.Source, type), report.Id)
        {
            AccountName = OutsideText.CleanName(report.AccountName) is { Length: > 0 } name ? name : null,
            OrganizationalUnitId = report.OrganizationalUnitId is { } unit && OrganizationalUnitId.IsValid(unit) ? unit : null,
            Origin = report.Origin is { } origin ? origin.ToString().ToLowerInvariant() : LeftOrigin,
            Protections = protections,
            Steps =
            [
                .. steps.Take(AccountEvent.MaximumSteps).Select(step =>
                    new AccountEventStep(step.Protection, step.Verb, Bounded(step.Target))),
            ],
            NewlyProtected = IsNew(steps),
            OccurredAt = now,
        };

    private static string Id(string source, AccountEventType type)
    {
        var suffix = $":{type.ToString().ToLowerInvariant()}";
        return $"{OutsideText.Clean(source, AccountEvent.MaximumIdLength - suffix.Length - 1)}{suffix}";
    }

    private static AccountEventFailure Failure(RunFailure failure) =>
        new(failure.Step, failure.Kind == FailureKind.Retryable, Bounded(failure.Cause), BoundedOrNull(failure.Advice))
        {
            System = BoundedOrNull(failure.Call?.RemoteSystem),
            Operation = BoundedOrNull(failure.Call?.Operation),
            Code = BoundedOrNull(failure.Call?.Code),
        };

    // One character is left for the ellipsis of a text that is cut.
    private static string Bounded(string text) => OutsideText.Clean(text, AccountEvent.MaximumTextLength - 1);

    private static string? BoundedOrNull(string? text) => text is null ? null : Bounded(text);
}

/// <summary>An attempt at a message or invocation.</summary>
/// <param name="Source">The ID of the message or invocation.</param>
/// <param name="IsRepeated">
/// Whether an earlier attempt may have been made. It is unknown for an invocation past the queue, so it is true then.
/// </param>
/// <param name="IsLast">Whether the message is received for the last time.</param>
internal sealed record EventAttempt(string Source, bool IsRepeated, bool IsLast);
