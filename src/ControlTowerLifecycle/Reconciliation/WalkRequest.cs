using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>What a walk over the organization is for.</summary>
public enum WalkKind
{
    /// <summary>The stack is deployed or updated: every account is queued, for what should be there may have changed.</summary>
    [JsonStringEnumMemberName("deploy")]
    Deploy,

    /// <summary>Every account is looked at, and what is missing, has drifted or cannot be looked at is queued.</summary>
    [JsonStringEnumMemberName("reconcile")]
    Reconcile,

    /// <summary>A unit is no longer governed: all its accounts are told of.</summary>
    [JsonStringEnumMemberName("unit-left")]
    UnitLeft,
}

/// <summary>A walk, or the rest of one.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Unit">An organizational unit with all below it; null for the whole organization.</param>
internal sealed record WalkRequest(WalkKind Kind, string? Unit = null)
{
    /// <summary>
    /// The <see cref="Accounts.AccountPage.Position"/> that earlier invocations came to; null at the start.
    /// </summary>
    public string? After { get; init; }

    /// <summary>
    /// Whether CloudFormation makes the stack. It matters before the first account only, so that the rest of a walk need
    /// not know.
    /// </summary>
    [JsonIgnore]
    public bool IsCreation { get; init; }

    /// <summary>
    /// Whether an event asks for it. Events are late: where the unit is gone by then, nothing is left to be done, while a
    /// person who asks for it has mistyped its id.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEvents { get; init; }

    /// <summary>What earlier invocations counted.</summary>
    public WalkSummary Summary { get; init; } = new();
}

/// <summary>How far an invocation brought a walk.</summary>
/// <param name="Summary">What is counted from the start of the walk.</param>
/// <param name="Next">The rest of the walk; null where it came to its end.</param>
internal sealed record WalkResult(WalkSummary Summary, WalkRequest? Next);
