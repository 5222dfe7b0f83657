using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Decides what a walk does with an account. The first row that fits decides:
/// <list type="table">
/// <item><term>out of scope</term><description>skipped, with the reason of the scope</description></item>
/// <item><term>known not to be governed</term><description>skipped: not governed. If such accounts are disconnected and
/// it is registered under our name, a reconcile counts it as departed, and may queue it to be offboarded</description></item>
/// <item><term>deployment</term><description>queued</description></item>
/// <item><term>not registered, or the registration is not as wanted</term><description>inspected: missing or drifted, and
/// queued; or widened or failed, as below. If governance is unknown and entry is refused, it is skipped</description></item>
/// <item><term>registered by another owner, whose registrations are kept</term><description>protected, connected
/// otherwise</description></item>
/// <item><term>registered as wanted</term><description>inspected: protected; drifted and queued; or, if another owner has
/// a part in its role, widened or failed, and not queued: a run could change nothing</description></item>
/// </list>
/// Inspections that fail:
/// <list type="table">
/// <item><term>entry refused, governance unknown</term><description>skipped: no execution role</description></item>
/// <item><term>any other</term><description>failed, and queued: then it is retried, becomes a dead letter, and
/// operators are notified</description></item>
/// </list>
/// </summary>
internal sealed class AccountSurvey(
    ScopedOrganization organization, AccountOnboarding onboarding, WalkContext context, bool disconnects)
{
    public async Task<AccountVerdict> JudgeAsync(
        ManagedAccount account, WalkKind kind, CancellationToken cancellationToken)
    {
        if (await organization.JudgeAsync(account, cancellationToken) is { } reason)
            return AccountVerdict.Skip(account, reason);

        if (context.IsUngoverned(account.Id))
            return SkipUngoverned(account, kind);

        var registrations = context.FindRegistrations(account);
        if (kind == WalkKind.Deploy)
            return Queue(account, ProtectionStatus.NotChecked, registrations);

        if (registrations.All(registration => registration is Registration.ConnectedOtherwise or Registration.Covered))
            return new AccountVerdict(account, ProtectionStatus.Protected) { IsConnectedOtherwise = true };

        if (registrations.OfType<Registration.Missing>().Any())
            return await QueueChangeAsync(account, ProtectionStatus.Missing, registrations, cancellationToken);

        return registrations.OfType<Registration.Drifted>().Any()
            ? await QueueChangeAsync(account, ProtectionStatus.Drifted, registrations, cancellationToken)
            : await InspectAsync(account, registrations, cancellationToken);
    }

    /// <summary>Observes an account and plans, and writes nothing.</summary>
    public Task<AccountVerdict> InspectAsync(ManagedAccount account, CancellationToken cancellationToken) =>
        InspectAsync(account, context.FindRegistrations(account), cancellationToken);

    private async Task<AccountVerdict> InspectAsync(
        ManagedAccount account, IReadOnlyList<Registration> registrations, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await onboarding.PlanAsync(account, registrations, cancellationToken);
            return Judge(account, registrations, plan) with { WasInspected = true, WasEntered = true };
        }
        catch (AccountEntryRefusedException refused) when (
            !context.IsGovernanceKnown && refused.Kind == FailureKind.Retryable)
        {
            return AccountVerdict.Skip(account, SkipReason.NoExecutionRole) with
            {
                WasInspected = true,
                EntryRefusal = refused,
            };
        }
        catch (RemoteSystemException failed)
        {
            return Queue(account, ProtectionStatus.Failed, registrations) with
            {
                WasInspected = true,
                Failure = failed,
                EntryRefusal = failed as AccountEntryRefusedException,
            };
        }
    }

    private AccountVerdict Judge(
        ManagedAccount account, IReadOnlyList<Registration> registrations, Plan plan) => plan switch
        {
            { Conflict: { } conflict } => new AccountVerdict(
                account, plan.IsWidened ? ProtectionStatus.Widened : ProtectionStatus.Failed)
            {
                Conflict = conflict,
            },
            { Steps: [] } => new AccountVerdict(account, ProtectionStatus.Protected),
            _ => Queue(account, ProtectionStatus.Drifted, registrations) with { Steps = plan.Steps },
        };

    /// <summary>
    /// The event that the account left may have been lost, or an older message may have onboarded it again. Offboarding
    /// reads governance again before it removes anything.
    /// </summary>
    private AccountVerdict SkipUngoverned(ManagedAccount account, WalkKind kind)
    {
        return AccountVerdict.Skip(account, SkipReason.NotGoverned) with
        {
            HasDeparted = disconnects && kind == WalkKind.Reconcile && context.HasDeparted(account.Id),
        };
    }

    /// <summary>
    /// The account is inspected first: if another owner has a part in its role, a run could change nothing, and every
    /// reconcile would add a dead letter. If governance is unknown, an account that cannot be entered would be queued and
    /// skipped again every night. If it is known, a refusal proves nothing here: all accounts of a unit can be new.
    /// </summary>
    private async Task<AccountVerdict> QueueChangeAsync(
        ManagedAccount account, ProtectionStatus status, IReadOnlyList<Registration> registrations,
        CancellationToken cancellationToken)
    {
        var inspected = await InspectAsync(account, registrations, cancellationToken);
        if (inspected is { Status: ProtectionStatus.Skipped } or { Conflict: not null })
            return inspected;

        var queued = Queue(account, status, registrations) with
        {
            WasEntered = inspected.WasEntered,
            Failure = inspected.Failure,
            Steps = inspected.Steps,
        };
        return context.IsGovernanceKnown
            ? queued
            : queued with { WasInspected = true, EntryRefusal = inspected.EntryRefusal };
    }

    private AccountVerdict Queue(
        ManagedAccount account, ProtectionStatus status, IReadOnlyList<Registration> registrations) =>
        new(account, status)
        {
            Message = WorkMessage.For(account, context.IsGovernanceKnown, Registration.FactsOf(registrations)),
        };
}
