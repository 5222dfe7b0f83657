using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>What a look at an account led to. Closed.</summary>
internal abstract record Observation
{
    private Observation(ManagedAccount? account) => Account = account;

    /// <summary>
    /// The account as the organization describes it; null where it was ruled out before that was asked, or is not in
    /// it.
    /// </summary>
    public ManagedAccount? Account { get; }

    /// <summary>The account is not ours to touch.</summary>
    public sealed record LeaveAlone(ManagedAccount? Described, SkipReason Reason) : Observation(Described);

    /// <summary>What is to be done, which may be nothing.</summary>
    public sealed record Planned(Plan Plan) : Observation(Plan.Account);
}
