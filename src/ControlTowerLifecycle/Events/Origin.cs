namespace ControlTowerLifecycle.Events;

/// <summary>What asks for an account to be onboarded. It decides what a refused execution role means.</summary>
public enum Origin
{
    /// <summary>Control Tower announced the account: it is governed, so a role that refuses is not ready yet.</summary>
    Vended,

    /// <summary>
    /// A walk over the organization came past the account, and Control Tower governs it: a role that refuses is a
    /// failure.
    /// </summary>
    Governed,

    /// <summary>
    /// A walk over the organization came past the account, and Control Tower does not tell what it governs: a role that
    /// refuses says that this account is not.
    /// </summary>
    Backfill,

    /// <summary>A person named the account.</summary>
    Direct,
}
