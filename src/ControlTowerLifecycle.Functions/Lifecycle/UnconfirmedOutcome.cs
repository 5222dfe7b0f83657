using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// An outcome that can be momentary is final only if a few attempts over minutes end in it: a refusal by a system that does
/// not know a new account, role or key yet, and an announced account that AWS Organizations does not show yet.
/// </summary>
internal static class UnconfirmedOutcome
{
    /// <summary>The receive at which the outcome is final. The back-off before it is 3.5 to 7 minutes in total.</summary>
    public const int ConfirmingReceive = 4;

    /// <param name="report">How the attempt ended.</param>
    /// <param name="isAnnounced">Whether an event of Control Tower names the account.</param>
    /// <param name="receiveCount">How often the message was received; null if the event came past the queue.</param>
    /// <returns>The report with the outcome <c>retry</c> if a later attempt has to confirm it.</returns>
    public static RunReport RetriedIfUnconfirmed(this RunReport report, bool isAnnounced, int? receiveCount) =>
        receiveCount >= ConfirmingReceive ? report : report.Outcome switch
        {
            // A refusal that came past the queue is final: its sender reads the outcome, or Lambda sends the event again.
            RunOutcome.Rejected { Failure.Call.IsUncertain: true } rejected when receiveCount is not null =>
                report with { Outcome = new RunOutcome.Retry(rejected.Failure, rejected.Applied) },
            RunOutcome.Skipped { Reason: var reason } when isAnnounced && IsNotShownYet(reason) =>
                report with { Outcome = new RunOutcome.Retry(NotShownYet(reason), []) },
            _ => report,
        };

    private static bool IsNotShownYet(SkipReason reason) =>
        reason == SkipReason.NotInOrganization || reason == SkipReason.ForState(AccountState.PendingActivation);

    private static RunFailure NotShownYet(SkipReason reason) => new(
        RunFailure.Observe,
        $"Control Tower announced the account, but AWS Organizations does not show it as active yet: {reason.Sentence}",
        null)
    {
        Reason = "account not shown yet",
    };
}
