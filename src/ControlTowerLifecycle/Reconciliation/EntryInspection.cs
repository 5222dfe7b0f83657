using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>Runs the <see cref="EntryCheck"/> of one invocation of a walk, page by page.</summary>
/// <param name="request">The walk. If an earlier invocation entered an account, nothing is checked.</param>
/// <param name="context">What the walk has read.</param>
/// <param name="survey">Inspects accounts.</param>
/// <param name="managementAccountId">No role is assumed to work in it.</param>
internal sealed class EntryInspection(
    WalkRequest request, WalkContext context, AccountSurvey survey, AccountId managementAccountId)
{
    private EntryCheck? _check = request.HasEntered ? null : Create(request.Kind, context, managementAccountId);

    /// <summary>Whether this or an earlier invocation entered an account.</summary>
    public bool HasEntered => _check is null or { IsPassed: true };

    /// <summary>
    /// Whether accounts refused and none was entered so far. Until that is decided nothing is queued: a walk that fails
    /// must leave no messages.
    /// </summary>
    public bool IsUndecided => _check is { IsPassed: false, HasRefusals: true };

    /// <summary>
    /// A small organization too must have an account that can be entered. In a unit, all accounts may be new: their
    /// roles can refuse for minutes, so the accounts are queued, unless it is unknown whether they have to have the role.
    /// </summary>
    private bool MustEnterOne => request.Kind == WalkKind.Deploy || request.Unit is null || !context.IsGovernanceKnown;

    /// <summary>The walk starts again, and so does the check.</summary>
    public void Restart() => _check = Create(request.Kind, context, managementAccountId);

    /// <exception cref="Onboarding.AccountEntryRefusedException">None of the accounts can be entered.</exception>
    public async Task CheckAsync(AccountPage page, AccountVerdict[] verdicts, CancellationToken cancellationToken)
    {
        if (_check is null)
            return;

        _check.Add(verdicts);
        if (request.Kind == WalkKind.Deploy || _check.HasRefusals)
            await InspectSomeAsync(_check, verdicts, cancellationToken);
        else if (FindCandidates(_check, verdicts).Count > 0)
            _check.IsIncomplete = true;

        if (page.Next is null && MustEnterOne)
            _check.Complete();
    }

    /// <summary>
    /// A deployment inspects none of its accounts, and a reconcile not those that the vendor does not list.
    /// </summary>
    private async Task InspectSomeAsync(
        EntryCheck check, AccountVerdict[] verdicts, CancellationToken cancellationToken)
    {
        var candidates = FindCandidates(check, verdicts);
        for (var next = 0; next < candidates.Count && check.Remaining > 0;)
        {
            var group = candidates.Skip(next).Take(Math.Min(check.Remaining, EntryCheck.LimitIfGoverned)).ToList();
            check.Add(await Task.WhenAll(group.Select(account => survey.InspectAsync(account, cancellationToken))));
            next += group.Count;
        }
    }

    private static List<ManagedAccount> FindCandidates(EntryCheck check, AccountVerdict[] verdicts) =>
    [
        .. verdicts
            .Where(verdict => verdict is { Message: not null, WasInspected: false } && check.Includes(verdict.Account))
            .Select(verdict => verdict.Account),
    ];

    private static EntryCheck Create(WalkKind kind, WalkContext context, AccountId managementAccountId) => new(
        managementAccountId,
        kind == WalkKind.Deploy && context.IsGovernanceKnown ? EntryCheck.LimitIfGoverned : EntryCheck.Limit);
}
