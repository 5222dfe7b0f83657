using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Brings one account under every protection: observe, plan, apply. Done twice, at once or after a crash at any point,
/// it ends in the same state, because a run starts from what is there and every step is idempotent.
/// </summary>
internal sealed class AccountOnboarding(
    ScopedOrganization organization,
    IMemberAccounts members,
    IReadOnlyList<IProtection> protections,
    IRunLog log)
{
    /// <summary>Onboards an account. Failures come back as outcomes; only defects are thrown.</summary>
    /// <param name="request">The account, and what asks for it.</param>
    /// <param name="cancellationToken">The invocation's deadline: its end is an outcome too.</param>
    public async Task<RunReport> RunAsync(OnboardingRequest request, CancellationToken cancellationToken)
    {
        var progress = new RunProgress(request.Id, log) { AccountName = request.Name };
        var outcome = await progress.EndAsync(OutcomeAsync(request, progress, cancellationToken), cancellationToken);
        return new RunReport(request.Id, outcome) { AccountName = progress.AccountName };
    }

    private async Task<RunOutcome> OutcomeAsync(
        OnboardingRequest request, RunProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await ObserveAsync(request, SessionAccess.Full, progress, cancellationToken) switch
            {
                Observation.LeaveAlone leave => new Skipped(leave.Reason),
                Observation.Planned { Plan.Planned: [] } => new Unchanged(),
                Observation.Planned planned =>
                    new Onboarded(await progress.ApplyAsync(planned.Plan.Planned, cancellationToken)),
                _ => throw new UnreachableException(),
            };
        }
        catch (AccountEntryRefusedException) when (request.Origin == Origin.Backfill)
        {
            return new Skipped(SkipReason.NoExecutionRole);
        }
        catch (AccountEntryRefusedException) when (request.Origin == Origin.Governed)
        {
            // Since the walk saw it the account may have been suspended, or have left.
            if (await AskAsync(request.Id, cancellationToken) is { Reason: { } reason })
                return new Skipped(reason);

            throw;
        }
    }

    /// <summary>What <see cref="RunAsync"/> would do, without doing it, through a session that may only look.</summary>
    /// <exception cref="AccountEntryRefusedException">The account cannot be entered.</exception>
    /// <exception cref="RemoteSystemException">Something could not be looked up.</exception>
    public Task<Observation> ObserveAsync(OnboardingRequest request, CancellationToken cancellationToken) =>
        ObserveAsync(
            request, SessionAccess.ReadOnly, new RunProgress(request.Id, log), cancellationToken);

    private async Task<Observation> ObserveAsync(
        OnboardingRequest request, SessionAccess access, RunProgress progress, CancellationToken cancellationToken)
    {
        if (organization.Excludes(request.Id) is { } excluded)
            return new Observation.LeaveAlone(null, excluded);

        // An account that its units may rule out, or whose id a person typed, is not entered before the organization
        // has told of it; every other one is entered at once, beside that question, for the sake of one round trip
        // less.
        var describing = DescribeAsync(request, cancellationToken);
        var askFirst = organization.NeedsOrganizationalUnits || request.Origin == Origin.Direct;
        if (askFirst && await describing is { Reason: { } ruledOut } described)
        {
            progress.AccountName = described.Account?.Name ?? request.Name;
            return new Observation.LeaveAlone(described.Account, ruledOut);
        }

        var observing = ObserveProtectionsAsync(request, access, cancellationToken);
        await Task.WhenAll(describing, observing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // In this order: that an account is suspended explains why it cannot be entered.
        var (account, reason) = await describing;
        progress.AccountName = account?.Name ?? request.Name;
        return account is not null && reason is null
            ? new Observation.Planned(Plan.For(account, await observing))
            : new Observation.LeaveAlone(account, reason ?? SkipReason.NotInOrganization);
    }

    private async Task<(ManagedAccount? Account, SkipReason? Reason)> DescribeAsync(
        OnboardingRequest request, CancellationToken cancellationToken)
    {
        // A walk over the organization has just seen the account and judged it.
        if (request is { Origin: Origin.Backfill or Origin.Governed, Name: { } name })
            return (new ManagedAccount(request.Id, name, AccountState.Active), null);

        return await AskAsync(request.Id, cancellationToken);
    }

    private async Task<(ManagedAccount? Account, SkipReason? Reason)> AskAsync(
        AccountId id, CancellationToken cancellationToken) =>
        await organization.FindAsync(id, cancellationToken) is { } account
            ? (account, await organization.JudgeAsync(account, cancellationToken))
            : (null, SkipReason.NotInOrganization);

    private Task<IObservedProtection[]> ObserveProtectionsAsync(
        OnboardingRequest request, SessionAccess access, CancellationToken cancellationToken)
    {
        var id = request.Id;
        var member = members.Open(id, [.. protections.SelectMany(protection => protection.PermissionsIn(id, access))]);
        return Task.WhenAll(protections.Select(protection => protection.ObserveAsync(
            id, member, request.Known.FirstOrDefault(known => known.Protection == protection.Name), cancellationToken)));
    }
}
