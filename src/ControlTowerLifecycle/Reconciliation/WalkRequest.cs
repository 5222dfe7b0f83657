using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>The purpose of a walk over the organization.</summary>
public enum WalkKind
{
    /// <summary>The stack is created or updated: every account is queued, because the wanted state may have
    /// changed.</summary>
    [JsonStringEnumMemberName("deploy")]
    Deploy,

    /// <summary>Every account is inspected. It is queued if it is missing, drifted or cannot be inspected.</summary>
    [JsonStringEnumMemberName("reconcile")]
    Reconcile,

    /// <summary>A unit is no longer governed: all its accounts are queued to be offboarded.</summary>
    [JsonStringEnumMemberName("unit-left")]
    UnitLeft,
}

/// <summary>A walk, or the rest of one.</summary>
/// <param name="Kind">Its purpose.</param>
/// <param name="Unit">An organizational unit with all units below it; null for the whole organization.</param>
internal sealed record WalkRequest(WalkKind Kind, string? Unit = null)
{
    /// <summary>Where the previous invocation stopped; null at the start of a walk.</summary>
    public WalkPosition? Position { get; init; }

    /// <summary>
    /// Whether CloudFormation creates the stack. Only needed before the first account, so a continuation does not carry
    /// it.
    /// </summary>
    public bool IsCreation { get; init; }

    /// <summary>
    /// Whether an event caused the walk. Events are late, so a unit that no longer exists needs no work. If an operator
    /// asked for the unit, its ID is wrong.
    /// </summary>
    public bool IsFromEvent { get; init; }

    /// <summary>
    /// Whether the walk has started again once. It must not do so in every invocation: it would never end.
    /// </summary>
    public bool HasRestarted { get; init; }

    /// <summary>Whether an earlier invocation entered an account. Otherwise the check of the entry goes on.</summary>
    public bool HasEntered { get; init; }

    /// <summary>
    /// The number of disconnects that an operator confirmed; null if none was. Any other number is refused.
    /// </summary>
    public int? ConfirmedDisconnects { get; init; }

    /// <summary>The accounts that earlier invocations found to have left. None of them is queued yet.</summary>
    public IReadOnlyList<AccountId> Departed { get; init; } = [];

    /// <summary>What earlier invocations counted.</summary>
    public WalkSummary Summary { get; init; } = new();
}

/// <summary>The result of one invocation of a walk.</summary>
/// <param name="Summary">The counts since the start of the walk.</param>
/// <param name="Next">The rest of the walk; null if the walk is complete.</param>
internal sealed record WalkResult(WalkSummary Summary, WalkRequest? Next)
{
    /// <summary>Why a complete walk disconnects no account although some have left; null otherwise.</summary>
    public HeldDisconnects? Held { get; init; }
}
