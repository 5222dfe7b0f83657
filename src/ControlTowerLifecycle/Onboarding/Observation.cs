using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>The result of observing an account before anything is written. Closed.</summary>
internal abstract record Observation
{
    private Observation(ManagedAccount? account) => Account = account;

    /// <summary>The account as Organizations describes it; null if it was not described.</summary>
    public ManagedAccount? Account { get; }

    /// <summary>The account is out of scope, not active, or not governed.</summary>
    public sealed record Skip(ManagedAccount? Described, SkipReason Reason) : Observation(Described);

    /// <summary>The states of all protections, and the session they were read with.</summary>
    public sealed record Observed(
        ManagedAccount Described, IMemberAccount Member, IReadOnlyList<ProtectionState> States) : Observation(Described);

    /// <summary>Something could not be read.</summary>
    public sealed record Failed(ManagedAccount? Described, RunFailure Failure) : Observation(Described);
}
