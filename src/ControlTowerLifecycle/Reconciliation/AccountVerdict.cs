using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>The protection of an account, as a walk found it.</summary>
internal enum ProtectionStatus
{
    /// <summary>The walk does not check it.</summary>
    NotChecked,

    /// <summary>The account is skipped on purpose.</summary>
    Skipped,

    /// <summary>No change is needed.</summary>
    Protected,

    /// <summary>A vendor has no registration for it.</summary>
    Missing,

    /// <summary>It is registered, and its role or registration is not as wanted.</summary>
    Drifted,

    /// <summary>Another owner changed its role: the vendor may do more, or less, than it should.</summary>
    Widened,

    /// <summary>It could not be inspected.</summary>
    Failed,
}

/// <summary>What a walk decided about one account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Status">Its protection.</param>
internal sealed record AccountVerdict(ManagedAccount Account, ProtectionStatus Status)
{
    /// <summary>Why it is skipped; null if it is not.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>The message to queue, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it has left, and is to be disconnected if the whole walk allows it.</summary>
    public bool HasDeparted { get; init; }

    /// <summary>Whether another owner's registration protects it.</summary>
    public bool IsConnectedOtherwise { get; init; }

    /// <summary>Whether it was inspected, with whatever result.</summary>
    public bool WasInspected { get; init; }

    /// <summary>
    /// What an operator must settle in its role before anything can be done; null if nothing. Then it is counted and
    /// logged, and not queued: a run would fail each time, and each time be a dead letter and a notification.
    /// </summary>
    public RemoteSystemException? Conflict { get; init; }

    /// <summary>Why it could not be inspected; null if it was, or if nothing was tried.</summary>
    public RemoteSystemException? Failure { get; init; }

    /// <summary>The steps that a run would apply, as far as the inspection shows them.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Whether an inspection entered the account.</summary>
    public bool WasEntered { get; init; }

    /// <summary>
    /// The failure if its execution role could not be assumed. An inspection that failed for another reason, such as
    /// throttling, neither entered the account nor was refused.
    /// </summary>
    public AccountEntryRefusedException? EntryRefusal { get; init; }

    public static AccountVerdict Skip(ManagedAccount account, SkipReason reason) =>
        new(account, ProtectionStatus.Skipped) { Reason = reason };
}
