using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>Why a run on an account failed, as values for logs, notifications and events.</summary>
/// <param name="Step">What failed: <c>observe</c>, or the verb of a step.</param>
/// <param name="Cause">What happened, as a sentence without secrets.</param>
/// <param name="Advice">What the operator should do; null if waiting is enough.</param>
internal sealed record RunFailure(string Step, string Cause, string? Advice)
{
    /// <summary>The word for all reads before the first write.</summary>
    public const string Observe = "observe";

    /// <summary>The call that failed; null if no call did.</summary>
    public RemoteSystemException? Call { get; init; }

    /// <summary>What failed, if no call did, as words that are equal for all accounts; null if a call failed.</summary>
    public string? Reason { get; init; }

    /// <summary>A failure without a call, such as the end of the invocation's time, is retryable.</summary>
    public FailureKind Kind => Call?.Kind ?? FailureKind.Retryable;

    public static RunFailure Of(string step, RemoteSystemException call) =>
        new(step, call.Message, call.Advice) { Call = call };

    /// <summary>The invocation's time ran out. Steps that were applied stay and are not applied again.</summary>
    public static RunFailure OutOfTime(string step) => new(
        step, $"the invocation's time ran out at '{step}'; applied steps stay, the next attempt continues from there", null)
    {
        Reason = "out of time",
    };

    /// <summary>Another process kept changing the account during the run.</summary>
    public static RunFailure ChangedMeanwhile() => new(
        Observe, "the account changed during the run again and again; another process is onboarding it", null)
    {
        Reason = "changed during the run",
    };
}
