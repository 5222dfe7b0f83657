using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>
/// The permanent record of the accounts that have a support case, shared by all processes. Each method throws
/// <see cref="RemoteSystemException"/> if the store refuses the call or does not respond.
/// </summary>
internal interface ICaseClaims
{
    /// <summary>Claims the case of an account, so that only the claimant opens it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="claimant">Unique to the attempt.</param>
    /// <param name="now">A claim that ended before this time is taken over.</param>
    /// <param name="until">The end of this claim.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if another attempt holds the claim, or if the case is open.</returns>
    Task<bool> TryClaimAsync(
        AccountId account, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The ID of the account's case; null if none is on record.</summary>
    Task<string?> FindCaseAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Puts the case on record, for good. The account cannot be claimed again.</summary>
    Task RecordCaseAsync(AccountId account, string caseId, CancellationToken cancellationToken);
}
