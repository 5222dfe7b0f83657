using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// What a walk makes of an account:
/// <list type="table">
/// <item><term>out of scope</term><description>skipped with that reason</description></item>
/// <item><term>not among those that Control Tower names</term><description>skipped: not governed. A reconciliation queues
/// it as one that left, where such accounts are disconnected and it is registered under our name</description></item>
/// <item><term>a deployment</term><description>queued</description></item>
/// <item><term>nothing registered, or what is registered is not right</term><description>missing or drifted, and
/// queued; where Control Tower does not tell, it is looked at before that</description></item>
/// <item><term>registered as it should be</term><description>looked at: protected, or drifted and queued</description></item>
/// <item><term>cannot be entered, Control Tower governs it</term><description>failed, and queued, so that it is tried
/// again, becomes a dead letter, and is told of</description></item>
/// <item><term>cannot be entered, Control Tower does not tell</term><description>skipped: no execution role</description></item>
/// <item><term>cannot be looked at otherwise</term><description>failed, and queued for the same reason</description></item>
/// </list>
/// </summary>
internal sealed class AccountSurvey(
    ScopedOrganization organization, AccountOnboarding onboarding, WalkContext ground, bool disconnects)
{
    public async Task<AccountVerdict> JudgeAsync(
        ManagedAccount account, WalkKind kind, CancellationToken cancellationToken)
    {
        if (await organization.JudgeAsync(account, cancellationToken) is { } reason)
            return AccountVerdict.Skip(account, reason);

        if (ground.IsUngoverned(account.Id))
            return Ungoverned(account, kind);

        var registered = ground.Find(account.Id);
        var known = Known(registered);
        if (kind == WalkKind.Deploy)
            return Queue(account, Standing.Unknown, known);

        if (registered.OfType<Registration.Missing>().Any())
            return await NotRightAsync(account, Standing.Missing, known, cancellationToken);

        return registered.OfType<Registration.Drifted>().Any()
            ? await NotRightAsync(account, Standing.Drifted, known, cancellationToken)
            : await InspectAsync(account, known, cancellationToken);
    }

    /// <summary>Looks at an account without writing to it.</summary>
    public Task<AccountVerdict> InspectAsync(ManagedAccount account, CancellationToken cancellationToken) =>
        InspectAsync(account, Known(ground.Find(account.Id)), cancellationToken);

    private async Task<AccountVerdict> InspectAsync(
        ManagedAccount account, IReadOnlyList<KnownRegistration> known, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await onboarding.PlanAsync(account, known, cancellationToken) switch
            {
                { Conflict: not null } => Queue(account, Standing.Failed, known),
                { Steps: [] } => new AccountVerdict(account, Standing.Protected),
                _ => Queue(account, Standing.Drifted, known),
            };
            return verdict with { WasInspected = true };
        }
        catch (AccountEntryRefusedException) when (!ground.IsGovernanceKnown)
        {
            return AccountVerdict.Skip(account, SkipReason.NoExecutionRole) with { WasInspected = true };
        }
        catch (RemoteSystemException failed)
        {
            return Queue(account, Standing.Failed, known) with
            {
                WasInspected = true,
                Refusal = failed as AccountEntryRefusedException,
            };
        }
    }

    /// <summary>
    /// The event that it left may have been lost, or an older message have been done after it. The departure asks Control
    /// Tower again before it removes anything.
    /// </summary>
    private AccountVerdict Ungoverned(ManagedAccount account, WalkKind kind)
    {
        var isLeftBehind = disconnects && kind == WalkKind.Reconcile && ground.IsUnderOurName(account.Id);
        return AccountVerdict.Skip(account, SkipReason.NotGoverned) with
        {
            Message = isLeftBehind ? WorkMessage.ForLeft(account) : null,
        };
    }

    /// <summary>
    /// Nobody can bring an account under protection that lets nobody in: where Control Tower does not tell whether it
    /// should, it would be queued and skipped again every night.
    /// </summary>
    private async Task<AccountVerdict> NotRightAsync(
        ManagedAccount account, Standing standing, IReadOnlyList<KnownRegistration> known,
        CancellationToken cancellationToken)
    {
        if (ground.IsGovernanceKnown)
            return Queue(account, standing, known);

        var look = await InspectAsync(account, known, cancellationToken);
        return look.Standing == Standing.Skipped ? look : Queue(account, standing, known) with { WasInspected = true };
    }

    private static KnownRegistration[] Known(IReadOnlyList<Registration> registered) =>
        [.. registered.OfType<Registration.Right>().Select(right => right.Known)];

    private AccountVerdict Queue(
        ManagedAccount account, Standing standing, IReadOnlyList<KnownRegistration> known) =>
        new(account, standing) { Message = WorkMessage.For(account, ground.IsGovernanceKnown, known) };
}
