using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>What a protection's vendor has registered, at one moment.</summary>
internal interface IRegistrations
{
    /// <summary>What it has registered for an account.</summary>
    Registration Find(AccountId account);

    /// <summary>Whether an account has a registration under the name that ours have.</summary>
    bool IsUnderOurName(AccountId account);

    /// <summary>
    /// How many accounts with a registration under the name that ours have were not claimed. They may be in another
    /// organization.
    /// </summary>
    int Unclaimed { get; }

    /// <summary>Notes an active account of this organization.</summary>
    void Claim(AccountId account);
}

/// <summary>What a vendor has registered for one account, against what should be. Closed.</summary>
internal abstract record Registration
{
    private Registration()
    {
    }

    /// <summary>Nothing.</summary>
    public sealed record Missing : Registration;

    /// <summary>One registration, as it should be.</summary>
    public sealed record Right(KnownRegistration Known) : Registration;

    /// <summary>
    /// Several, one of them as it should be. Whether the others are to stay only a look at the account and at the vendor
    /// tells: as a rule somebody else made them, and nothing is to be done.
    /// </summary>
    public sealed record Several : Registration;

    /// <summary>None is as it should be: another role, or a feature that is wanted and off.</summary>
    public sealed record Drifted : Registration;
}
