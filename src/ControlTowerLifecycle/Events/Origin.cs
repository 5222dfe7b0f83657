namespace ControlTowerLifecycle.Events;

/// <summary>What asks for an account to be onboarded. It decides what a refused execution role means.</summary>
public enum Origin
{
    /// <summary>Control Tower announced the account: it is governed, so a role that refuses is not ready yet.</summary>
    Vended,

    /// <summary>
    /// A walk over the organization came past the account: a role that refuses says it is not governed.
    /// </summary>
    Backfill,

    /// <summary>A person named the account.</summary>
    Direct,
}
