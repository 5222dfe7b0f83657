namespace ControlTowerLifecycle.Accounts;

/// <summary>An account's state in its organization (AWS Organizations API reference, <c>Account.State</c>).</summary>
public enum AccountState
{
    /// <summary>A state this version does not know. Such an account is left alone.</summary>
    Unknown,

    /// <summary>The only state in which an account is onboarded.</summary>
    Active,

    /// <summary>Sign-up is not finished; Control Tower announces the account when it is.</summary>
    PendingActivation,

    /// <summary>AWS has suspended the account: its roles cannot be assumed.</summary>
    Suspended,

    /// <summary>A request to close the account is in progress.</summary>
    PendingClosure,

    /// <summary>The account is closed and will be removed.</summary>
    Closed,
}
