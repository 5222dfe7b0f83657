namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// The state of an account in its organization (AWS Organizations API reference, <c>Account.State</c>).
/// </summary>
public enum AccountState
{
    /// <summary>A state that this version does not know. The account is skipped.</summary>
    Unknown,

    /// <summary>The only state in which an account is onboarded.</summary>
    Active,

    /// <summary>Sign-up is not finished. Control Tower sends an event when it is.</summary>
    PendingActivation,

    /// <summary>AWS has suspended the account: its roles cannot be assumed.</summary>
    Suspended,

    /// <summary>A request to close the account is in progress.</summary>
    PendingClosure,

    /// <summary>The account is closed. AWS removes it later.</summary>
    Closed,
}
