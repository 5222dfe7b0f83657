using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>All protections that are switched on, used as one.</summary>
internal sealed class ProtectionSet(IReadOnlyList<IProtection> protections, IMemberAccounts members, IRunLog log)
{
    public IMemberAccount Open(AccountId account, SessionAccess access) =>
        members.Open(account, [.. protections.SelectMany(protection => protection.PermissionsIn(account, access))]);

    /// <summary>A protection whose work another one is known to do is not observed.</summary>
    public Task<ProtectionState[]> ObserveAsync(
        AccountId account, IMemberAccount member, IReadOnlyList<KnownRegistration> known,
        CancellationToken cancellationToken) =>
        ObserveAsync(
            known,
            protection => protection.ObserveAsync(account, member, FindKnown(protection, known), cancellationToken));

    /// <summary>The same with the vendors' lists: an account that is missing in a list is not searched.</summary>
    public Task<ProtectionState[]> ObserveListedAsync(
        AccountId account, IMemberAccount member, IReadOnlyList<Registration> listed, CancellationToken cancellationToken)
    {
        var known = Registration.FactsOf(listed);
        var missing = listed.OfType<Registration.Missing>()
            .Select(registration => registration.Protection)
            .ToHashSet(StringComparer.Ordinal);
        return ObserveAsync(
            known,
            protection => missing.Contains(protection.Name)
                ? protection.ObserveUnregisteredAsync(account, member, cancellationToken)
                : protection.ObserveAsync(account, member, FindKnown(protection, known), cancellationToken));
    }

    private Task<ProtectionState[]> ObserveAsync(
        IReadOnlyList<KnownRegistration> known, Func<IProtection, Task<ProtectionState>> observe)
    {
        var covered = protections
            .Where(protection => FindKnown(protection, known) is { } registration && protection.Covers(registration))
            .SelectMany(protection => protection.Coverable)
            .ToHashSet(StringComparer.Ordinal);
        return Task.WhenAll(protections
            .Where(protection => !covered.Contains(protection.Name))
            .Select(observe));
    }

    /// <summary>The plan of a protection whose work another one does is empty.</summary>
    public Plan Plan(ManagedAccount account, IReadOnlyList<ProtectionState> states)
    {
        var covered = states
            .Where(state => Find(state.Protection).Covers(state))
            .SelectMany(state => Find(state.Protection).Coverable)
            .ToHashSet(StringComparer.Ordinal);
        return Onboarding.Plan.Of(states
            .Where(state => !covered.Contains(state.Protection))
            .Select(state => Find(state.Protection).Plan(account, state)));
    }

    public Task<ProtectionState[]> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        Task.WhenAll(protections.Select(protection =>
            protection.ObserveOffboardingAsync(account, member, cancellationToken)));

    public Plan PlanOffboarding(AccountId account, IEnumerable<ProtectionState> states) =>
        Onboarding.Plan.Of(states.Select(state => Find(state.Protection).PlanOffboarding(account, state)));

    /// <summary>Applies the steps of a plan. A failure leaves the steps before it applied.</summary>
    public Task<AppliedSteps> ApplyAsync(
        AccountId account, string? accountName, Plan plan, IMemberAccount member, IEnumerable<ProtectionState> states,
        CancellationToken cancellationToken)
    {
        var appliers = states.ToDictionary(
            state => state.Protection,
            state => Find(state.Protection).CreateApplier(account, member, state),
            StringComparer.Ordinal);
        return new PlanRun(account, accountName, name => appliers[name], log).RunAsync(plan, cancellationToken);
    }

    private static KnownRegistration? FindKnown(IProtection protection, IReadOnlyList<KnownRegistration> known) =>
        known.FirstOrDefault(registration => registration.Protection == protection.Name);

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
