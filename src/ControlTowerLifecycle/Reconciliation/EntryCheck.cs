using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Tells one account that refuses from an execution role of another name: where not one governed account can be entered,
/// it is told once, instead of thousands of times.
/// </summary>
/// <param name="managementAccountId">Is worked on without entering, so that it proves nothing.</param>
/// <param name="enough">How many refusals in a row, from the first account on, are no coincidence.</param>
internal sealed class EntryCheck(AccountId managementAccountId, int enough)
{
    /// <summary>How many accounts a deployment tries.</summary>
    public const int EnoughToDeploy = 3;

    /// <summary>A reconciliation looks at accounts anyhow.</summary>
    public const int EnoughToReconcile = 20;

    private AccountEntryRefusedException? _first;
    private int _refused;
    private bool _entered;

    /// <summary>How many more accounts have to be entered before it is known that none can be.</summary>
    public int Wanted => _entered ? 0 : enough - _refused;

    /// <summary>Whether entering an account would prove anything.</summary>
    public bool Proves(ManagedAccount account) => account.Id != managementAccountId;

    /// <exception cref="AccountEntryRefusedException">Every account so far refused, and they are enough.</exception>
    public void Note(IEnumerable<AccountVerdict> inspected)
    {
        foreach (var verdict in inspected.Where(one => one.WasInspected && Proves(one.Account)))
        {
            _entered |= verdict.Refusal is null;
            _first ??= verdict.Refusal;
            _refused++;
            if (_refused >= enough)
                MustNotAllHaveRefused();
        }
    }

    /// <exception cref="AccountEntryRefusedException">There are some, and every one of them refused.</exception>
    public void MustNotAllHaveRefused()
    {
        if (!_entered && _first is not null)
            throw NoneEntered(_first, _refused);
    }

    private static AccountEntryRefusedException NoneEntered(AccountEntryRefusedException one, int count) => new(
        $"none of {count} accounts that Control Tower governs can be entered; of one of them: {one.Message}", one)
    {
        RemoteSystem = one.RemoteSystem,
        Operation = one.Operation,
        Resource = one.Resource,
        Status = one.Status,
        Code = one.Code,
        RequestId = one.RequestId,
        Kind = FailureKind.NeedsOperator,
        Advice = "Check EXECUTION_ROLE_NAME, that this role trusts the management account, and that the function may assume it.",
    };
}
