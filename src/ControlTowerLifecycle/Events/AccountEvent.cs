using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>What an event for other systems reports: its <c>detail-type</c>.</summary>
internal enum AccountEventType
{
    /// <summary>The account is protected.</summary>
    Onboarded,

    /// <summary>The attempt ended with a failure, and no later attempt follows by itself.</summary>
    Rejected,

    /// <summary>The account left, and what this program made for it is removed.</summary>
    Left,
}

/// <summary>
/// How the work on an account ended, for other systems. docs/events/account-event.schema.json is the contract; texts from
/// outside are cleaned and bounded, so that the event has less than 256 KB.
/// </summary>
/// <param name="Type">What it reports.</param>
/// <param name="Id">
/// Equal for two events of one message that report the same: an event is sent at least once. Up to
/// <see cref="MaximumIdLength"/> characters.
/// </param>
/// <param name="Account">The account.</param>
internal sealed record AccountEvent(AccountEventType Type, string Id, AccountId Account)
{
    public const int MaximumIdLength = 200;

    /// <summary>An account has at most twenty steps and two protections.</summary>
    public const int MaximumSteps = 50;

    /// <summary>In characters, of the target of a step and of each text of a failure.</summary>
    public const int MaximumTextLength = 500;

    /// <summary>The account's name; null if it is not known.</summary>
    public string? AccountName { get; init; }

    /// <summary>The unit that contains the account; null if it was not read.</summary>
    public string? OrganizationalUnitId { get; init; }

    /// <summary>
    /// What requested the work: <c>vended</c>, <c>governed</c>, <c>backfill</c> or <c>direct</c>; <c>left</c> for an
    /// account that left.
    /// </summary>
    public required string Origin { get; init; }

    /// <summary>The protections that are switched on, by their names.</summary>
    public required IReadOnlyList<string> Protections { get; init; }

    /// <summary>The steps of this attempt, in order. An earlier attempt may have applied others.</summary>
    public IReadOnlyList<AccountEventStep> Steps { get; init; } = [];

    /// <summary>
    /// Whether this attempt brought the account under a protection; null if an earlier attempt may have done it.
    /// </summary>
    public bool? NewlyProtected { get; init; }

    /// <summary>Only for a rejected account.</summary>
    public AccountEventFailure? Failure { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>A step that was applied.</summary>
/// <param name="Protection">The protection that applied it.</param>
/// <param name="Verb">For example <c>create-role</c>.</param>
/// <param name="Target">What was changed.</param>
internal sealed record AccountEventStep(string Protection, string Verb, string Target);

/// <summary>Why an account is not protected.</summary>
/// <param name="Step">What failed: <c>observe</c>, or the verb of a step.</param>
/// <param name="IsRetryable">Whether another attempt can succeed without a change.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="WhatToDo">A sentence; null if waiting is enough.</param>
internal sealed record AccountEventFailure(string Step, bool IsRetryable, string Cause, string? WhatToDo)
{
    /// <summary>The system of the call that failed; null if no call did.</summary>
    public string? System { get; init; }

    public string? Operation { get; init; }

    /// <summary>The error code of the system; null if it gave none.</summary>
    public string? Code { get; init; }
}
