using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Removes the protection of one account that left: observe, plan, apply. Only what this program made is removed. An event
/// can be late, or arrive after the account was enrolled again, so the run first checks that the account has left by now.
/// Runs that repeat, overlap or follow a crash all end in the same state.
/// </summary>
internal sealed class AccountOffboarding(
    ScopedOrganization organization, IGovernance governance, AccountId managementAccountId, ProtectionSet protections)
{
    /// <summary>Offboards an account. Failures are outcomes; only defects are thrown.</summary>
    /// <param name="id">The account that an event or a walk reports as left.</param>
    /// <param name="cancellationToken">The invocation's deadline, which ends the run with an outcome too.</param>
    public async Task<RunReport> RunAsync(AccountId id, CancellationToken cancellationToken)
    {
        ManagedAccount? account = null;
        RunOutcome outcome;
        try
        {
            var reason = id == managementAccountId ? SkipReason.ManagementAccount : organization.Excludes(id);
            if (reason is null)
            {
                account = await organization.FindAsync(id, cancellationToken);
                reason = account is null ? null : await ReasonToKeepAsync(account, cancellationToken);
            }

            outcome = reason is null ? await RemoveAsync(id, account, cancellationToken) : new Skipped(reason);
        }
        catch (RemoteSystemException failure)
        {
            outcome = Failed(RunFailure.Of(RunFailure.Observe, failure), []);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = Failed(RunFailure.OutOfTime(RunFailure.Observe), []);
        }

        return new RunReport(id, outcome)
        {
            AccountName = account?.Name,
            OrganizationalUnitId = account?.OrganizationalUnits is [.., var unit] ? unit : null,
            IsOffboarding = true,
        };
    }

    private async Task<RunOutcome> RemoveAsync(
        AccountId id, ManagedAccount? account, CancellationToken cancellationToken)
    {
        var member = protections.Open(id, SessionAccess.Offboard);
        var states = await protections.ObserveOffboardingAsync(id, member, cancellationToken);
        var plan = protections.PlanOffboarding(id, states);
        var run = await protections.ApplyAsync(id, account?.Name, plan, member, states, cancellationToken);
        return run.Failure is { } failure
            ? Failed(failure, run.Steps)
            : new Offboarded(run.Steps, string.Join("; ", plan.Kept.Prepend(HowItLeft(account))));
    }

    /// <returns>Why an account of the organization keeps its protection; null if it has left.</returns>
    private async Task<SkipReason?> ReasonToKeepAsync(ManagedAccount account, CancellationToken cancellationToken)
    {
        // Neither state means that the account left: the first precedes activation, the second is unknown here.
        if (account.State is AccountState.PendingActivation or AccountState.Unknown)
            return SkipReason.ForState(account.State);

        // The scope alone is judged here; a state other than active does not exclude an account from offboarding.
        var asActive = account with { State = AccountState.Active };
        if (await organization.JudgeAsync(asActive, cancellationToken) is { } outOfScope)
            return outOfScope;

        if (account.State != AccountState.Active)
            return null;

        return await governance.ReadAsync(cancellationToken) switch
        {
            Governance.Unknown unknown => SkipReason.GovernanceUnknown(unknown.Why),
            Governance.Known known => known.Accounts.Contains(account.Id) ? SkipReason.StillGoverned : null,
            _ => throw new UnreachableException(),
        };
    }

    private static string HowItLeft(ManagedAccount? account) => account switch
    {
        null => SkipReason.NotInOrganization.Sentence,
        { State: AccountState.Active } => "no longer governed by Control Tower",
        _ => SkipReason.ForState(account.State)!.Sentence,
    };
}
