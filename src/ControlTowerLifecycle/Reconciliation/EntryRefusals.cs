using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Tells one account that refuses from an execution role of another name: where not one governed account can be entered,
/// it is told once, instead of thousands of times.
/// </summary>
/// <param name="managementAccountId">Is worked on without entering, so that it proves nothing.</param>
internal sealed class EntryRefusals(AccountId managementAccountId)
{
    /// <summary>How many accounts a deployment tries before it queues the first.</summary>
    public const int Tried = 3;

    /// <summary>How many refusals in a row, from the first account on, are no coincidence.</summary>
    private const int Enough = 20;

    private int _refused;
    private bool _entered;

    /// <summary>Whether entering an account would prove anything.</summary>
    public bool Proves(ManagedAccount account) => account.Id != managementAccountId;

    /// <exception cref="AccountEntryRefusedException">Every account so far refused, and they are enough.</exception>
    public void Note(IEnumerable<AccountVerdict> page)
    {
        foreach (var verdict in page.Where(one => one.WasInspected && Proves(one.Account)))
        {
            _entered |= verdict.Refusal is null;
            _refused++;
            if (!_entered && _refused >= Enough)
                throw NoneEntered(verdict.Refusal!, _refused);
        }
    }

    /// <exception cref="AccountEntryRefusedException">There are some, and every one of them refused.</exception>
    public static void MustNotAllRefuse(IReadOnlyList<AccountVerdict> tried)
    {
        if (tried.Count > 0 && tried.All(verdict => verdict.Refusal is not null))
            throw NoneEntered(tried[0].Refusal!, tried.Count);
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
        Remedy = Remedy.Person,
        WhatToDo = "Check EXECUTION_ROLE_NAME, that this role trusts the management account, and that the function may assume it.",
    };
}
