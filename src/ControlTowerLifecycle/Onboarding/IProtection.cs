using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>A product that watches accounts. An account can have several protections.</summary>
internal interface IProtection
{
    /// <summary>The name of the protection in the setting PROTECTIONS, in states and in steps.</summary>
    string Name { get; }

    /// <summary>
    /// Checks the vendor's address, the API key, and what every account needs, before a walk reads the first account.
    /// </summary>
    /// <exception cref="RemoteSystemException">The vendor cannot be used; the exception states why.</exception>
    Task VerifyAsync(CancellationToken cancellationToken);

    /// <summary>Checks the vendor's address and the API key alone.</summary>
    /// <inheritdoc cref="VerifyAsync"/>
    Task VerifyKeyAsync(CancellationToken cancellationToken) => VerifyAsync(cancellationToken);

    /// <summary>Verifies that the vendor lets this program register accounts. It changes nothing.</summary>
    /// <returns>Whether the vendor's response showed it. False is no failure: the response proves nothing.</returns>
    /// <exception cref="RemoteSystemException">The vendor does not let it.</exception>
    Task<bool> VerifyWriteAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>The permissions that a session in an account needs for this kind of access.</summary>
    IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access);

    /// <summary>All registrations of the vendor, listed once for a walk over many accounts.</summary>
    /// <exception cref="RemoteSystemException">The vendor refused the list or did not respond.</exception>
    Task<IRegistrations> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads the state in the account and at the vendor. Writes nothing.</summary>
    /// <param name="account">The account.</param>
    /// <param name="member">The session in the account.</param>
    /// <param name="known">
    /// A registration that a walk has just listed and that is as it should be; it saves the vendor's search if the role
    /// is as it should be too. Null if the vendor must be searched.
    /// </param>
    /// <param name="cancellationToken">Ends the reads.</param>
    Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the state of an account that is missing in the vendor's list: what is in the account, without a call to the
    /// vendor for each account. Writes nothing.
    /// </summary>
    Task<ProtectionState> ObserveUnregisteredAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        ObserveAsync(account, member, null, cancellationToken);

    /// <summary>The steps from a state to the wanted state. Pure: no calls, no clock.</summary>
    Plan Plan(ManagedAccount account, ProtectionState state);

    /// <summary>
    /// The protections whose work this one does for the accounts that it <see cref="Covers(ProtectionState)"/>; usually none.
    /// </summary>
    IReadOnlyList<string> Coverable => [];

    /// <summary>Whether this protection does the work of the <see cref="Coverable"/> ones for an account in this state.</summary>
    bool Covers(ProtectionState state) => false;

    /// <summary>The same for an account with this registration.</summary>
    bool Covers(KnownRegistration known) => false;

    /// <summary>
    /// Reads the state of an account that left. Writes nothing. If the account cannot be entered any more, the state is
    /// the vendor's side alone.
    /// </summary>
    Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken);

    /// <summary>The steps that remove what this program made. Pure: no calls, no clock.</summary>
    Plan PlanOffboarding(AccountId account, ProtectionState state);

    /// <summary>Creates what applies the steps of one plan.</summary>
    IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state);
}

/// <summary>What a protection observed of one account: a value that each protection defines for itself.</summary>
/// <param name="Protection">The name of the protection.</param>
internal abstract record ProtectionState(string Protection);

/// <summary>Applies the steps of one protection in one run on one account.</summary>
internal interface IStepApplier
{
    /// <summary>Applies one step of the plan. Every step is idempotent.</summary>
    /// <returns>
    /// What was done, as steps: the step itself, and each further change that it needed, for example the removal of a
    /// duplicate connector.
    /// </returns>
    /// <exception cref="StaleStateException">The state changed since it was observed.</exception>
    Task<IReadOnlyList<Step>> ApplyAsync(Step step, CancellationToken cancellationToken);
}

/// <summary>The account changed between observing and applying: the run observes and plans again.</summary>
internal sealed class StaleStateException(string message) : Exception(message);
