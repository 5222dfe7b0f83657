using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Takes one account that left out of every protection: observe, plan, apply. What was made here is removed, and
/// nothing else. An event may be late, or come after the account was enrolled again: before anything is removed the
/// account must have left by now. Done twice, or after a crash at any point, it ends in the same state.
/// </summary>
internal sealed class AccountOffboarding(
    ScopedOrganization organization,
    IGovernance governance,
    AccountId managementAccountId,
    IMemberAccounts members,
    IReadOnlyList<IProtection> protections,
    IRunLog log)
{
    /// <summary>Disconnects an account. Failures come back as outcomes; only defects are thrown.</summary>
    /// <param name="id">The account that is said to have left.</param>
    /// <param name="cancellationToken">The invocation's deadline: its end is an outcome too.</param>
    public async Task<RunReport> RunAsync(AccountId id, CancellationToken cancellationToken)
    {
        var progress = new RunProgress(id, log);
        var outcome = await progress.EndAsync(OutcomeAsync(id, progress, cancellationToken), cancellationToken);
        return new RunReport(id, outcome) { AccountName = progress.AccountName, IsOffboarding = true };
    }

    private async Task<RunOutcome> OutcomeAsync(
        AccountId id, RunProgress progress, CancellationToken cancellationToken)
    {
        if (id == managementAccountId)
            return new Skipped(SkipReason.ManagementAccount);

        if (organization.Excludes(id) is { } excluded)
            return new Skipped(excluded);

        var account = await organization.FindAsync(id, cancellationToken);
        progress.AccountName = account?.Name;
        if (account is not null && await StaysAsync(account, cancellationToken) is { } reason)
            return new Skipped(reason);

        var member = members.Open(id, [.. protections.SelectMany(one => one.DeparturePermissionsIn(id))]);
        var plan = DeparturePlan.Of(await Task.WhenAll(
            protections.Select(one => one.ObserveDepartureAsync(id, member, cancellationToken))));
        var steps = await progress.ApplyAsync(plan.Planned, cancellationToken);
        return new Offboarded(steps, string.Join("; ", plan.Kept.Prepend(HowItLeft(account))));
    }

    /// <returns>Why an account of the organization keeps its protection, or null where it has left.</returns>
    private async Task<SkipReason?> StaysAsync(ManagedAccount account, CancellationToken cancellationToken)
    {
        // Neither state says that an account left: one is before its beginning, the other is not known here.
        if (account.State is AccountState.PendingActivation or AccountState.Unknown)
            return SkipReason.ForState(account.State);

        // Whether the account is in scope is asked as of an active one, for its state alone rules nothing out here.
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
