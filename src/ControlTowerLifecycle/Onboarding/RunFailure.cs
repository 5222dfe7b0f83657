using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Why an account was not brought under protection, as values that logs, notifications and events can carry.
/// </summary>
/// <param name="Step">What was being done: <c>observe</c>, or the verb of a step.</param>
/// <param name="Cause">What happened, as a sentence without secrets.</param>
/// <param name="Advice">What a person should do; null where waiting is enough.</param>
internal sealed record RunFailure(string Step, string Cause, string? Advice)
{
    /// <summary>The word for everything that is looked up before the first write.</summary>
    public const string Observe = "observe";

    /// <summary>The call that failed, or null where none did.</summary>
    public RemoteSystemException? Call { get; init; }

    /// <summary>The failure of a call.</summary>
    public static RunFailure Of(string step, RemoteSystemException call) =>
        new(step, call.Message, call.Advice) { Call = call };

    /// <summary>The invocation's time was over. The work done so far stays and is not done again.</summary>
    public static RunFailure OutOfTime(string step) =>
        new(step, $"the invocation's time ran out at '{step}'; what was done stays, the next attempt goes on from there", null);
}
