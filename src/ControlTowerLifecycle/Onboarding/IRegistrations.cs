using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>All registrations of one protection's vendor, as they were listed at one moment.</summary>
internal interface IRegistrations
{
    /// <summary>The registration of an account.</summary>
    Registration Find(ManagedAccount account);

    /// <summary>Whether an account has a registration with the display name that ours have.</summary>
    bool IsUnderOurName(AccountId account);

    /// <summary>
    /// How many accounts with a registration under our display name were not claimed. They may belong to another
    /// organization.
    /// </summary>
    int Unclaimed { get; }

    /// <summary>Marks an active account of this organization.</summary>
    void Claim(AccountId account);
}

/// <summary>An account's registration at a vendor, compared with the wanted one. Closed.</summary>
internal abstract record Registration
{
    /// <summary>What a reader of this registration needs to know; null if the vendor must be searched.</summary>
    public KnownRegistration? Fact => this switch
    {
        Right right => right.Known,
        ConnectedOtherwise otherwise => otherwise.Known,
        _ => null,
    };

    private Registration()
    {
    }

    /// <summary>The facts of all registrations of an account.</summary>
    public static IReadOnlyList<KnownRegistration> FactsOf(IEnumerable<Registration> registrations) =>
        [.. registrations.Select(registration => registration.Fact).OfType<KnownRegistration>()];

    /// <summary>There is none.</summary>
    /// <param name="Protection">The name of the protection.</param>
    public sealed record Missing(string Protection) : Registration;

    /// <summary>One registration, as it should be.</summary>
    public sealed record Right(KnownRegistration Known) : Registration;

    /// <summary>
    /// Several registrations, one of them as it should be. Only an observation of the account shows whether the others
    /// are duplicates of ours; usually another team made them.
    /// </summary>
    public sealed record Several : Registration;

    /// <summary>All registrations have another owner, and the settings say to leave them alone.</summary>
    public sealed record ConnectedOtherwise : Registration
    {
        /// <summary>The registration, if its reader needs no more than this; null if the vendor must be searched.</summary>
        public KnownRegistration? Known { get; init; }
    }

    /// <summary>Another protection does the work of this one, so no registration is needed.</summary>
    public sealed record Covered : Registration;

    /// <summary>No registration is as it should be: another role, or a wanted feature is off.</summary>
    public sealed record Drifted : Registration;
}
