using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>All protections that are switched on, used as one.</summary>
internal sealed class ProtectionSet(IReadOnlyList<IProtection> protections, IMemberAccounts members, IRunLog log)
{
    public IMemberAccount Open(AccountId account, SessionAccess access) =>
        members.Open(account, [.. protections.SelectMany(protection => protection.PermissionsIn(account, access))]);

    public Task<ProtectionState[]> ObserveAsync(
        AccountId account, IMemberAccount member, IReadOnlyList<KnownRegistration> known,
        CancellationToken cancellationToken) =>
        Task.WhenAll(protections.Select(protection => protection.ObserveAsync(
            account,
            member,
            known.FirstOrDefault(registration => registration.Protection == protection.Name),
            cancellationToken)));

    public Plan Plan(ManagedAccount account, IEnumerable<ProtectionState> states) =>
        Onboarding.Plan.Of(states.Select(state => Find(state.Protection).Plan(account, state)));

    public Task<ProtectionState[]> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        Task.WhenAll(protections.Select(protection =>
            protection.ObserveOffboardingAsync(account, member, cancellationToken)));

    public Plan PlanOffboarding(AccountId account, IEnumerable<ProtectionState> states) =>
        Onboarding.Plan.Of(states.Select(state => Find(state.Protection).PlanOffboarding(account, state)));

    /// <summary>Applies the steps one after the other. A failure leaves the steps before it applied.</summary>
    public async Task<AppliedSteps> ApplyAsync(
        AccountId account, string? accountName, Plan plan, IMemberAccount member, IEnumerable<ProtectionState> states,
        CancellationToken cancellationToken)
    {
        var appliers = states.ToDictionary(
            state => state.Protection,
            state => Find(state.Protection).CreateApplier(account, member, state),
            StringComparer.Ordinal);
        List<Step> applied = [];
        foreach (var step in plan.Steps)
        {
            try
            {
                foreach (var done in await appliers[step.Protection].ApplyAsync(step, cancellationToken))
                {
                    applied.Add(done);
                    log.StepApplied(account, accountName, done);
                }
            }
            catch (StaleStateException)
            {
                return new AppliedSteps(applied, Failure: null) { IsStale = true };
            }
            catch (RemoteSystemException failure)
            {
                return new AppliedSteps(applied, RunFailure.Of(step.Verb, failure));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return new AppliedSteps(applied, RunFailure.OutOfTime(step.Verb));
            }
        }

        return new AppliedSteps(applied, Failure: null);
    }

    private IProtection Find(string name) => protections.First(protection => protection.Name == name);
}

/// <summary>How the application of a plan ended.</summary>
/// <param name="Steps">What was done, in order.</param>
/// <param name="Failure">What ended it early; null if every step was applied.</param>
internal sealed record AppliedSteps(IReadOnlyList<Step> Steps, RunFailure? Failure)
{
    /// <summary>The account changed since it was observed, so the rest of the plan does not hold any more.</summary>
    public bool IsStale { get; init; }
}
