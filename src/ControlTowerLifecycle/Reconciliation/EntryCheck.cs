using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Fails a walk if none of its first accounts can be entered. Then the execution role has another name, or may not be
/// assumed: that is one failure, not one of each account. If governance is unknown, the refused accounts would even be
/// skipped, and the walk would report that all is well. The check passes when one account has been entered.
/// </summary>
/// <param name="managementAccountId">Not counted, because no role is assumed to work in it.</param>
/// <param name="limit">The number of refusals with which the walk fails.</param>
internal sealed class EntryCheck(AccountId managementAccountId, int limit)
{
    /// <summary>The limit if each account is known to be governed: all of them must have the role.</summary>
    public const int LimitIfGoverned = 3;

    /// <summary>
    /// The limit of a reconcile, and if governance is unknown: the first accounts may be ones that Control Tower does
    /// not govern.
    /// </summary>
    public const int Limit = 20;

    private const string GeneralAdvice =
        "Check EXECUTION_ROLE_NAME, that this role trusts the management account, and that the policies of the function and of "
        + "the organization allow sts:AssumeRole.";

    private AccountEntryRefusedException? _firstRefusal;
    private int _refusals;

    /// <summary>Whether an account has been entered.</summary>
    public bool IsPassed { get; private set; }

    public bool HasRefusals => _refusals > 0;

    /// <summary>Whether accounts that were not inspected can have the role, so that the refusals prove nothing.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>The number of accounts to inspect until the check passes or fails.</summary>
    public int Remaining => IsPassed ? 0 : limit - _refusals;

    public bool Includes(ManagedAccount account) => account.Id != managementAccountId;

    /// <summary>Counts inspected accounts.</summary>
    /// <exception cref="AccountEntryRefusedException">No account was entered, and the limit is reached.</exception>
    public void Add(IReadOnlyList<AccountVerdict> inspected)
    {
        foreach (var verdict in inspected.Where(verdict => Includes(verdict.Account)))
        {
            IsPassed |= verdict.WasEntered;
            _firstRefusal ??= verdict.EntryRefusal;
            _refusals += verdict.EntryRefusal is null ? 0 : 1;
        }

        if (_refusals >= limit)
            ThrowUnlessPassed();
    }

    /// <summary>Ends the check after the last account.</summary>
    /// <exception cref="AccountEntryRefusedException">Accounts refused, and none was entered.</exception>
    public void Complete()
    {
        if (!IsIncomplete)
            ThrowUnlessPassed();
    }

    private void ThrowUnlessPassed()
    {
        if (!IsPassed && _firstRefusal is not null)
            throw CreateFailure(_firstRefusal, _refusals);
    }

    private static string Describe(string? code) => code is null ? "" : $" ({code})";

    private static AccountEntryRefusedException CreateFailure(AccountEntryRefusedException refusal, int count) => new(
        $"none of {count} accounts can be entered; the first refusal of {refusal.Operation}{Describe(refusal.Code)}: {refusal.Message}",
        refusal)
    {
        RemoteSystem = refusal.RemoteSystem,
        Operation = refusal.Operation,
        Resource = refusal.Resource,
        Status = refusal.Status,
        Code = refusal.Code,
        RequestId = refusal.RequestId,
        Kind = FailureKind.NeedsOperator,
        // The advice of a retryable refusal is to wait for the role of a new account.
        Advice = refusal.Kind == FailureKind.NeedsOperator ? $"{refusal.Advice} {GeneralAdvice}" : GeneralAdvice,
    };
}
