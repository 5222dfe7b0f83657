using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>Runs what an event requests, and logs how each run ended.</summary>
internal sealed class AccountEventHandler(
    AccountOnboarding onboarding, ILeftAccounts leftAccounts, OutcomeMetrics metrics, LifecycleLog log, TimeProvider time)
{
    /// <param name="lifecycleEvent">The event.</param>
    /// <param name="messageId">The message that it came with; null if it came past the queue.</param>
    /// <param name="sequencer">Keeps runs on one account apart.</param>
    /// <param name="cancellationToken">Ends the runs.</param>
    public async Task<HandledEvent> HandleAsync(
        LifecycleEvent lifecycleEvent, string? messageId, AccountSequencer sequencer, CancellationToken cancellationToken)
    {
        switch (lifecycleEvent)
        {
            case LifecycleEvent.AccountGoverned governed:
                return Handled(await Task.WhenAll(governed.Accounts.Select(account => RunAsync(
                    account.Id,
                    sequencer,
                    async () => await onboarding.RunAsync(Request(account, governed.Origin), cancellationToken)))));
            case LifecycleEvent.AccountLeft { Id: { } id } left:
                return Handled(await RunAsync(
                    id, sequencer, () => leftAccounts.HandleAsync(id, left.EventName, cancellationToken)));
            case LifecycleEvent.AccountLeft left:
                log.ProtectionKept(left.OrganizationalUnitId ?? "", left.EventName);
                return Handled();
            case LifecycleEvent.NotOurs other:
                log.Ignored(messageId, other.Why);
                return Handled();
            case LifecycleEvent.OrganizationalUnitGoverned unit:
                return Unreadable(messageId, $"{unit.EventName} names no account; its rule must target the backfill function");
            case LifecycleEvent.Unreadable unreadable:
                return Unreadable(messageId, unreadable.Why);
            default:
                throw new UnreachableException();
        }
    }

    private static HandledEvent Handled(params IEnumerable<RunReport?> reports) => new([.. reports.OfType<RunReport>()]);

    /// <summary>Waits for earlier runs on the account, then runs and logs the outcome.</summary>
    private Task<RunReport?> RunAsync(AccountId id, AccountSequencer sequencer, Func<Task<RunReport?>> run) =>
        sequencer.RunAsync(id, async () =>
        {
            var start = time.GetTimestamp();
            var report = await run();
            if (report is not null)
            {
                var duration = time.GetElapsedTime(start);
                log.Outcome(report, duration);
                metrics.Add(report.Outcome, duration);
            }

            return report;
        });

    private HandledEvent Unreadable(string? messageId, string why)
    {
        log.Unreadable(messageId, why);
        return new HandledEvent([]) { Unreadable = why };
    }

    private static OnboardingRequest Request(GovernedAccount account, Origin origin) =>
        new(account.Id, account.Name, origin) { Known = account.Known };
}
