using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>How an account stands, as a walk sees it.</summary>
internal enum Standing
{
    /// <summary>The walk was not to find out.</summary>
    Unknown,

    /// <summary>It is left alone on purpose.</summary>
    Skipped,

    /// <summary>Nothing is to be done.</summary>
    Protected,

    /// <summary>A vendor has nothing registered for it.</summary>
    Missing,

    /// <summary>It is registered, and something is not as it should be.</summary>
    Drifted,

    /// <summary>It could not be looked at.</summary>
    Failed,
}

/// <summary>What a walk makes of one account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Standing">How it stands.</param>
internal sealed record AccountVerdict(ManagedAccount Account, Standing Standing)
{
    /// <summary>Why it is left alone, where it is.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>The message to be queued, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the walk tried to enter it.</summary>
    public bool WasInspected { get; init; }

    /// <summary>What it was refused with, where it is governed and could not be entered.</summary>
    public AccountEntryRefusedException? Refusal { get; init; }

    public static AccountVerdict Skip(ManagedAccount account, SkipReason reason) =>
        new(account, Standing.Skipped) { Reason = reason };
}
