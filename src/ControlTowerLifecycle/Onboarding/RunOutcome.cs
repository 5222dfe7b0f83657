using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>How a run on one account ended. Closed.</summary>
internal abstract record RunOutcome
{
    private RunOutcome(string word) => Word = word;

    /// <summary>The stable word for logs, metrics and answers.</summary>
    public string Word { get; }

    /// <summary>Steps were done; the account is protected.</summary>
    public sealed record Onboarded(IReadOnlyList<Step> Steps) : RunOutcome("onboarded");

    /// <summary>Everything was there; nothing was written.</summary>
    public sealed record Unchanged() : RunOutcome("unchanged");

    /// <summary>The account is left alone on purpose.</summary>
    public sealed record Skipped(SkipReason Reason) : RunOutcome("skipped");

    /// <summary>
    /// The account left: nothing that was made here is there any more, as far as it could be reached.
    /// <paramref name="Why"/> says how it left, and what stays.
    /// </summary>
    public sealed record Offboarded(IReadOnlyList<Step> Steps, string Why) : RunOutcome("left");

    /// <summary>Only a person can mend it. <paramref name="Done"/> are the steps that were done before.</summary>
    public sealed record Rejected(RunFailure Failure, IReadOnlyList<Step> Done) : RunOutcome("rejected");

    /// <summary>A later attempt can mend it. <paramref name="Done"/> are the steps that were done before.</summary>
    public sealed record Retry(RunFailure Failure, IReadOnlyList<Step> Done) : RunOutcome("retry");
}
