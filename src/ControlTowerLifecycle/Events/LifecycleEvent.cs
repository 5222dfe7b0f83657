using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Events;

/// <summary>The meaning of a message. Closed: each reader handles all seven cases.</summary>
internal abstract record LifecycleEvent
{
    private LifecycleEvent()
    {
    }

    /// <summary>
    /// Accounts are governed, or must be handled as governed. Only the set-up of a landing zone names more than one.
    /// </summary>
    public sealed record AccountGoverned(IReadOnlyList<GovernedAccount> Accounts, Origin Origin) : LifecycleEvent;

    /// <summary>
    /// All accounts of an organizational unit (<c>ou-…</c>) are governed, or of the whole organization if the ID is
    /// null. The event does not name the accounts.
    /// </summary>
    public sealed record OrganizationalUnitGoverned(string? OrganizationalUnitId, string EventName) : LifecycleEvent;

    /// <summary>
    /// An account, or all accounts of an organizational unit if the account is null, are no longer governed or have
    /// left the organization.
    /// </summary>
    public sealed record AccountLeft(AccountId? Id, string? OrganizationalUnitId, string EventName) : LifecycleEvent;

    /// <summary>The digest of a cause may be due.</summary>
    public sealed record DigestDue(CauseId Cause) : LifecycleEvent;

    /// <summary>An event for other systems that an earlier attempt could not send: a message of this program.</summary>
    public sealed record EventUnsent(AccountEvent Event) : LifecycleEvent;

    /// <summary>A well-formed event that requires no action.</summary>
    public sealed record NotOurs(string Why) : LifecycleEvent;

    /// <summary>
    /// A message that cannot be used. The reason is one sentence that quotes at most a short part of the payload.
    /// </summary>
    public sealed record Unreadable(string Why) : LifecycleEvent;
}

/// <summary>An account that an event names. Events do not contain the account's state.</summary>
/// <param name="Id">The account's ID.</param>
/// <param name="Name">The account's name, or null if the event does not contain it.</param>
internal sealed record GovernedAccount(AccountId Id, string? Name)
{
    /// <summary>The unit that the event names; null if it names none. Only reported to other systems.</summary>
    public string? OrganizationalUnitId { get; init; }

    /// <summary>The account's known registrations, at most one for each protection.</summary>
    public IReadOnlyList<KnownRegistration> Known { get; init; } = [];
}
