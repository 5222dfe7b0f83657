using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>A product that watches accounts. An account can be under several.</summary>
internal interface IProtection
{
    /// <summary>The name that the setting PROTECTIONS knows it by.</summary>
    string Name { get; }

    /// <summary>
    /// Makes sure that the vendor can be worked with at all, before the first account is touched: address, key, and
    /// what every account needs.
    /// </summary>
    /// <exception cref="RemoteSystemException">It cannot, and why.</exception>
    Task VerifyAsync(CancellationToken cancellationToken);

    /// <summary>What it needs to do in an account; the session is narrowed to this.</summary>
    IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access);

    /// <summary>Looks at what is there, in the account and at the vendor. Writes nothing.</summary>
    /// <param name="account">The account.</param>
    /// <param name="member">The way into it.</param>
    /// <param name="known">
    /// What the vendor has registered, where that has just been listed: an account that is as it should be is then
    /// looked at without asking the vendor. Null where the vendor has to be asked.
    /// </param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<IObservedProtection> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken);

    /// <summary>Everything that the vendor has registered, listed once for a walk over many accounts.</summary>
    /// <exception cref="RemoteSystemException">It could not be listed.</exception>
    Task<IRegistrations> ListAsync(CancellationToken cancellationToken);

    /// <summary>What it needs to do in an account that left; the session is narrowed to this.</summary>
    IReadOnlyList<SessionPermission> DeparturePermissionsIn(AccountId account);

    /// <summary>
    /// Looks at what is there of an account that left. Writes nothing. That the account cannot be entered any more is
    /// no failure: then the vendor's side alone is looked at.
    /// </summary>
    Task<IObservedDeparture> ObserveDepartureAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken);
}

/// <summary>The hands that do the steps of a plan.</summary>
internal interface IStepApplier
{
    /// <summary>Does one step of the plan. Doing it again does no harm.</summary>
    Task ApplyAsync(Step step, CancellationToken cancellationToken);
}

/// <summary>One protection of one account, as it was found.</summary>
internal interface IObservedProtection : IStepApplier
{
    /// <summary>
    /// What is missing, in the order it is to be done; empty when nothing is. Pure: no calls, no clock.
    /// </summary>
    IReadOnlyList<Step> Plan(ManagedAccount account);
}

/// <summary>One protection of an account that left, as it was found.</summary>
internal interface IObservedDeparture : IStepApplier
{
    /// <summary>
    /// What was made here and is to be removed, in the order it is to be done, and what stays. Pure: no calls, no clock.
    /// </summary>
    Removal Plan();
}
