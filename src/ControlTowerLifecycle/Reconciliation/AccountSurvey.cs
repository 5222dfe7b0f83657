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
/// <item><term>not registered, or the registration is not as wanted</term><description>missing or drifted, and queued.
/// If governance is unknown, it is inspected first</description></item>
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
        var known = FindKnown(registrations);
        if (kind == WalkKind.Deploy)
            return Queue(account, ProtectionStatus.NotChecked, known);

        if (registrations.All(registration => registration is Registration.ConnectedOtherwise or Registration.Covered))
            return new AccountVerdict(account, ProtectionStatus.Protected) { IsConnectedOtherwise = true };

        if (registrations.OfType<Registration.Missing>().Any())
            return await QueueChangeAsync(account, ProtectionStatus.Missing, known, cancellationToken);

        return registrations.OfType<Registration.Drifted>().Any()
            ? await QueueChangeAsync(account, ProtectionStatus.Drifted, known, cancellationToken)
            : await InspectAsync(account, known, cancellationToken);
    }

    /// <summary>Observes an account and plans, and writes nothing.</summary>
    public Task<AccountVerdict> InspectAsync(ManagedAccount account, CancellationToken cancellationToken) =>
        InspectAsync(account, FindKnown(context.FindRegistrations(account)), cancellationToken);

    private async Task<AccountVerdict> InspectAsync(
        ManagedAccount account, IReadOnlyList<KnownRegistration> known, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await onboarding.PlanAsync(account, known, cancellationToken);
            return Judge(account, known, plan) with { WasInspected = true, WasEntered = true };
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
            return Queue(account, ProtectionStatus.Failed, known) with
            {
                WasInspected = true,
                EntryRefusal = failed as AccountEntryRefusedException,
            };
        }
    }

    private AccountVerdict Judge(ManagedAccount account, IReadOnlyList<KnownRegistration> known, Plan plan) => plan switch
    {
        { Conflict: { } conflict } => new AccountVerdict(
            account, plan.IsWidened ? ProtectionStatus.Widened : ProtectionStatus.Failed)
        {
            Conflict = conflict,
        },
        { Steps: [] } => new AccountVerdict(account, ProtectionStatus.Protected),
        _ => Queue(account, ProtectionStatus.Drifted, known),
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
    /// An account that cannot be entered cannot be protected. If governance is unknown, it is not known whether it
    /// should be: it would be queued and skipped again every night.
    /// </summary>
    private async Task<AccountVerdict> QueueChangeAsync(
        ManagedAccount account, ProtectionStatus status, IReadOnlyList<KnownRegistration> known,
        CancellationToken cancellationToken)
    {
        if (context.IsGovernanceKnown)
            return Queue(account, status, known);

        var inspected = await InspectAsync(account, known, cancellationToken);
        return inspected.Status == ProtectionStatus.Skipped
            ? inspected
            : Queue(account, status, known) with
            {
                WasInspected = true,
                WasEntered = inspected.WasEntered,
                EntryRefusal = inspected.EntryRefusal,
            };
    }

    private static KnownRegistration[] FindKnown(IReadOnlyList<Registration> registrations) =>
        [.. registrations.Select(registration => registration.Fact).OfType<KnownRegistration>()];

    private AccountVerdict Queue(
        ManagedAccount account, ProtectionStatus status, IReadOnlyList<KnownRegistration> known) =>
        new(account, status) { Message = WorkMessage.For(account, context.IsGovernanceKnown, known) };
}
