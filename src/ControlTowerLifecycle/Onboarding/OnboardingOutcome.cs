using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>How a run on one account ended. Closed.</summary>
public abstract record OnboardingOutcome
{
    private OnboardingOutcome(string word) => Word = word;

    /// <summary>The stable word for logs, metrics and answers.</summary>
    public string Word { get; }

    /// <summary>Steps were done; the account is protected.</summary>
    public sealed record Onboarded(IReadOnlyList<OnboardingStep> Steps) : OnboardingOutcome("onboarded");

    /// <summary>Everything was there; nothing was written.</summary>
    public sealed record Unchanged() : OnboardingOutcome("unchanged");

    /// <summary>The account is left alone on purpose.</summary>
    public sealed record Skipped(SkipReason Reason) : OnboardingOutcome("skipped");

    /// <summary>
    /// The account left: nothing that was made here is there any more, as far as it could be reached.
    /// <paramref name="Why"/> says how it left, and what stays.
    /// </summary>
    public sealed record Left(IReadOnlyList<OnboardingStep> Steps, string Why) : OnboardingOutcome("left");

    /// <summary>Only a person can mend it. <paramref name="Done"/> are the steps that were done before.</summary>
    public sealed record Rejected(OnboardingFailure Failure, IReadOnlyList<OnboardingStep> Done) : OnboardingOutcome("rejected");

    /// <summary>A later attempt can mend it. <paramref name="Done"/> are the steps that were done before.</summary>
    public sealed record Retry(OnboardingFailure Failure, IReadOnlyList<OnboardingStep> Done) : OnboardingOutcome("retry");
}
