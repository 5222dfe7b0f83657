using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Brings one account under every protection: observe, plan, apply. A run starts from the current state and every step is
/// idempotent, so runs that repeat, overlap or follow a crash all end in the same state.
/// </summary>
internal sealed class AccountOnboarding(ScopedOrganization organization, ProtectionSet protections)
{
    /// <summary>Two processes on one account need a second round. More rounds are a sign of a third process.</summary>
    private const int MaximumRounds = 3;

    /// <summary>Onboards an account. Failures are outcomes; only defects are thrown.</summary>
    /// <param name="request">The account, and what requests it.</param>
    /// <param name="cancellationToken">The invocation's deadline, which ends the run with an outcome too.</param>
    public async Task<RunReport> RunAsync(OnboardingRequest request, CancellationToken cancellationToken)
    {
        if (organization.Excludes(request.Id) is { } excluded)
            return new RunReport(request.Id, new Skipped(excluded)) { AccountName = request.Name, Origin = request.Origin };

        IReadOnlyList<Step> applied = [];
        for (var round = 1; ; round++)
        {
            var observation = await ObserveAsync(request, SessionAccess.Onboard, cancellationToken);
            var (steps, outcome) = observation switch
            {
                Observation.Skip skip => (applied, new Skipped(skip.Reason)),
                Observation.Failed failed => (applied, Failed(failed.Failure, applied)),
                Observation.Observed observed => await ApplyAsync(observed, applied, cancellationToken),
                _ => throw new UnreachableException(),
            };
            applied = steps;
            outcome ??= round == MaximumRounds ? Failed(RunFailure.ChangedMeanwhile(), applied) : null;
            if (outcome is not null)
            {
                return new RunReport(request.Id, outcome)
                {
                    AccountName = observation.Account?.Name ?? request.Name,
                    OrganizationalUnitId = observation.Account?.OrganizationalUnits is [.., var unit] ? unit : request.OrganizationalUnitId,
                    Origin = request.Origin,
                };
            }
        }
    }

    /// <summary>
    /// What <see cref="RunAsync"/> would do: the same observation and the same plan, with a session that can only read.
    /// </summary>
    /// <param name="request">The account, and what requests it.</param>
    /// <param name="cancellationToken">Ends the reads with a result too.</param>
    public async Task<PlannedRun> PlanAsync(OnboardingRequest request, CancellationToken cancellationToken)
    {
        if (organization.Excludes(request.Id) is { } excluded)
            return new PlannedRun(request.Id, request.Name) { Ended = new Skipped(excluded) };

        var observation = await ObserveAsync(request, SessionAccess.ReadOnly, cancellationToken);
        var planned = new PlannedRun(request.Id, observation.Account?.Name ?? request.Name);
        switch (observation)
        {
            case Observation.Skip skip:
                return planned with { Ended = new Skipped(skip.Reason) };
            case Observation.Failed failed:
                return planned with { Ended = Failed(failed.Failure, []) };
            case Observation.Observed observed:
                var plan = protections.Plan(observed.Described, observed.States);
                return planned with
                {
                    Plan = plan,
                    States = observed.States,
                    Ended = plan.Conflict is { } conflict ? Failed(RunFailure.Of(RunFailure.Observe, conflict), []) : null,
                };
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// The steps that <see cref="RunAsync"/> would apply to an account that the caller has just listed and judged. Uses a
    /// session that can only read.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="listed">Its registrations in the vendors' lists; empty if the vendors must be searched.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <exception cref="AccountEntryRefusedException">The account cannot be entered.</exception>
    /// <exception cref="RemoteSystemException">Something could not be read.</exception>
    public async Task<Plan> PlanAsync(
        ManagedAccount account, IReadOnlyList<Registration> listed, CancellationToken cancellationToken)
    {
        var member = protections.Open(account.Id, SessionAccess.ReadOnly);
        return protections.Plan(
            account, await protections.ObserveListedAsync(account.Id, member, listed, cancellationToken));
    }

    private async Task<Observation> ObserveAsync(
        OnboardingRequest request, SessionAccess access, CancellationToken cancellationToken)
    {
        ManagedAccount? account = null;
        try
        {
            var describing = MustDescribeFirst(request) ? organization.DescribeAsync(request.Id, cancellationToken) : null;
            if (describing is not null && await describing is { SkipReason: { } outOfScope } described)
                return new Observation.Skip(described.Account, outOfScope);

            var member = protections.Open(request.Id, access);
            var observing = protections.ObserveAsync(request.Id, member, request.Known, cancellationToken);
            if (request.Known is not [] && await TryFindUnchangedAsync(request, member, observing) is { } unchanged)
                return unchanged;

            describing ??= organization.DescribeAsync(request.Id, cancellationToken);
            await Task.WhenAll(describing, observing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // In this order: a suspended account explains why it cannot be entered.
            (account, var reason) = await describing;
            return account is null || reason is not null
                ? new Observation.Skip(account, reason ?? SkipReason.NotInOrganization)
                : new Observation.Observed(account, member, await observing);
        }
        catch (AccountEntryRefusedException refused)
            when (request.Origin == Origin.Backfill && refused.Kind == FailureKind.Retryable)
        {
            return new Observation.Skip(account, SkipReason.NoExecutionRole);
        }
        catch (RemoteSystemException failure)
        {
            return new Observation.Failed(account, RunFailure.Of(RunFailure.Observe, failure));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Observation.Failed(account, RunFailure.OutOfTime(RunFailure.Observe));
        }
    }

    /// <summary>
    /// An account that a walk found registered is usually unchanged. Then nothing is written, and a deployment of 10,000
    /// accounts stays below the request rate of Organizations, because the account need not be described.
    /// </summary>
    private async Task<Observation?> TryFindUnchangedAsync(
        OnboardingRequest request, IMemberAccount member, Task<ProtectionState[]> observing)
    {
        await ((Task)observing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!observing.IsCompletedSuccessfully)
            return null;

        var states = await observing;
        var listed = new ManagedAccount(request.Id, request.Name ?? "", AccountState.Active);
        return protections.Plan(listed, states) is { Steps: [], Conflict: null }
            ? new Observation.Observed(listed, member, states)
            : null;
    }

    /// <summary>
    /// An id that was typed, and an account whose organizational unit may exclude it, are described before the account is
    /// entered. A walk has judged its accounts already, so they are entered at the same time, which saves a round trip.
    /// In both cases the description is judged before anything is written.
    /// </summary>
    private bool MustDescribeFirst(OnboardingRequest request) =>
        request.Origin == Origin.Direct
        || (request.Origin == Origin.Vended && organization.NeedsOrganizationalUnits);

    /// <returns>All steps applied so far, and the outcome; no outcome if the account changed since it was
    /// observed.</returns>
    private async Task<(IReadOnlyList<Step> Applied, RunOutcome? Outcome)> ApplyAsync(
        Observation.Observed observed, IReadOnlyList<Step> applied, CancellationToken cancellationToken)
    {
        var account = observed.Described;
        var plan = protections.Plan(account, observed.States);
        if (plan.Conflict is { } conflict)
            return (applied, Failed(RunFailure.Of(RunFailure.Observe, conflict), applied));

        var run = await protections.ApplyAsync(account.Id, account.Name, plan, observed.Member, observed.States, cancellationToken);
        IReadOnlyList<Step> steps = [.. applied, .. run.Steps];
        return run switch
        {
            { IsStale: true } => (steps, null),
            { Failure: { } failure } => (steps, Failed(failure, steps)),
            _ => (steps, steps is [] ? new Unchanged(plan.ConnectedOtherwise) : new Onboarded(steps)),
        };
    }
}
