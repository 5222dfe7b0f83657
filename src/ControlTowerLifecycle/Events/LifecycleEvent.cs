using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>What a message says, once it is read. Closed: every reader answers all five.</summary>
internal abstract record LifecycleEvent
{
    private LifecycleEvent()
    {
    }

    /// <summary>
    /// Accounts are governed, or are to be treated so. One, but for a landing zone's set-up, which names several.
    /// </summary>
    public sealed record AccountGoverned(IReadOnlyList<GovernedAccount> Accounts, Origin Origin) : LifecycleEvent;

    /// <summary>
    /// A whole organizational unit (<c>ou-…</c>), or everything where the id is null, is governed; no account is named.
    /// </summary>
    public sealed record OrganizationalUnitGoverned(string? OrganizationalUnitId, string EventName) : LifecycleEvent;

    /// <summary>
    /// An account, or with a null id a whole organizational unit, left Control Tower's government or the organization.
    /// </summary>
    public sealed record AccountLeft(AccountId? Id, string? OrganizationalUnitId, string EventName) : LifecycleEvent;

    /// <summary>A well-formed event that asks nothing of us.</summary>
    public sealed record NotOurs(string Why) : LifecycleEvent;

    /// <summary>
    /// Nothing that can be acted on. The sentence says what was wrong and never quotes the payload at length.
    /// </summary>
    public sealed record Unreadable(string Why) : LifecycleEvent;
}

/// <summary>An account that an event names. Events do not tell the account's state.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">The account's name, where the event has it.</param>
internal sealed record GovernedAccount(AccountId Id, string? Name)
{
    /// <summary>What is registered for it already, one for each protection at most; of those that are known.</summary>
    public IReadOnlyList<KnownRegistration> Known { get; init; } = [];
}
