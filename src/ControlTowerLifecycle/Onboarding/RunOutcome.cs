using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>How a run on one account ended. Closed.</summary>
internal abstract record RunOutcome
{
    private RunOutcome(string word) => Word = word;

    /// <summary>A stable word for logs, metrics and responses. Other systems filter by it.</summary>
    public string Word { get; }

    /// <summary>Steps were applied; the account is protected.</summary>
    public sealed record Onboarded(IReadOnlyList<Step> Steps) : RunOutcome("onboarded");

    /// <summary>
    /// The account was protected already; nothing was written. <paramref name="Why"/> states that it is connected by
    /// another owner's registration; null if it is connected by ours.
    /// </summary>
    public sealed record Unchanged(string? Why = null) : RunOutcome("unchanged");

    /// <summary>The account is excluded by a decision, not by a failure.</summary>
    public sealed record Skipped(SkipReason Reason) : RunOutcome("skipped");

    /// <summary>
    /// The account left, and what this program made for it is removed. <paramref name="Why"/> states how the account left
    /// and what stays.
    /// </summary>
    public sealed record Offboarded(IReadOnlyList<Step> Steps, string Why) : RunOutcome("left");

    /// <summary>The failure needs the operator. <paramref name="Applied"/> are the steps before it.</summary>
    public sealed record Rejected(RunFailure Failure, IReadOnlyList<Step> Applied) : RunOutcome("rejected");

    /// <summary>The failure is retryable. <paramref name="Applied"/> are the steps before it.</summary>
    public sealed record Retry(RunFailure Failure, IReadOnlyList<Step> Applied) : RunOutcome("retry");

    public static RunOutcome Failed(RunFailure failure, IReadOnlyList<Step> applied) =>
        failure.Kind == FailureKind.Retryable ? new Retry(failure, applied) : new Rejected(failure, applied);
}
