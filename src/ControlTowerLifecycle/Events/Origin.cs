namespace ControlTowerLifecycle.Events;

/// <summary>
/// The source of a request to onboard an account. It decides what it means if the execution role cannot be assumed.
/// </summary>
public enum Origin
{
    /// <summary>An event of Control Tower: the account is governed, so its role is not ready yet.</summary>
    Vended,

    /// <summary>A walk, and Control Tower governs the account: a role that cannot be assumed is a failure.</summary>
    Governed,

    /// <summary>
    /// A walk, and governance is unknown: a role that cannot be assumed means that the account is not governed.
    /// </summary>
    Backfill,

    /// <summary>An operator named the account.</summary>
    Direct,
}
