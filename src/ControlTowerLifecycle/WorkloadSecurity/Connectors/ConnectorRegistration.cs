using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// Registers an account so that it has exactly one connector in the end. Three things stand against it: two POSTs can make
/// two connectors, a new role refuses the vendor for a while, and a response can be lost.
/// <para>
/// The run that created the role has the time <see cref="Lead"/> to register. Every other run that finds the role without
/// a connector waits until the lead is over and searches again. A run that cannot be sure that it was alone searches once
/// more after registering. Of several connectors with our name on our role, all runs keep the one with the lowest id.
/// </para>
/// <para>
/// A POST never follows the last look at the account by more than the lead: Lambda can freeze a process for minutes, and
/// another one registers the account meanwhile.
/// </para>
/// </summary>
/// <param name="client">The client.</param>
/// <param name="time">The clock.</param>
/// <param name="lookedAt">When the account was last searched for connectors.</param>
/// <param name="readiness">What the process knows about new roles.</param>
internal sealed class ConnectorRegistration(
    WorkloadSecurityClient client, TimeProvider time, DateTimeOffset lookedAt, RoleReadiness readiness)
{
    /// <summary>
    /// How long the run that created a role may register without searching. Longer than <see cref="RoleReadiness.FirstPause"/>,
    /// so that a second attempt needs no search either; with 10 s each such account would take two calls more. A run that finds a
    /// young role waits for it, so it is not longer than that.
    /// </summary>
    public static readonly TimeSpan Lead = TimeSpan.FromSeconds(15);

    /// <summary>A second look that is too old again is a sign of a budget without turns: the queue takes over.</summary>
    private const int MaximumLooks = 2;

    /// <summary>IAM returns a role's age in whole seconds, and clocks differ a little.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(2);

    private readonly RolePropagation _propagation = new(readiness, time);

    /// <summary>When the search was sent: what happens after that may not be found.</summary>
    private DateTimeOffset _lookedAt = lookedAt;

    /// <returns>What was done: registered or adopted, and duplicates removed.</returns>
    public async Task<IReadOnlyList<Step>> RegisterAsync(
        AccountId account, RegisterConnector step, RoleHistory role, CancellationToken cancellationToken)
    {
        if (!role.CreatedByThisRun && await FindOnExistingRoleAsync(account, step.Fields, role, cancellationToken) is [_, ..] found)
            return await AdoptAsync(account, found, step.Fields, cancellationToken);

        var (steps, mayHaveTwin) = await CreateAsync(account, step, role, cancellationToken);
        if (!mayHaveTwin && role.CreatedByThisRun && time.GetUtcNow() - role.ChangedAt < Lead)
            return steps;

        var connectors = await LookAsync(account, step.Fields, cancellationToken);
        return [.. steps, .. await RemoveTwinsAsync(account, connectors, step.Fields, cancellationToken)];
    }

    public async Task<IReadOnlyList<Step>> ModifyAsync(
        ModifyConnector step, RoleHistory role, CancellationToken cancellationToken)
    {
        await _propagation.RunAsync(
            role, RoleReadiness.FirstPause, () => client.ModifyAsync(step.Id, step.Fields, cancellationToken), cancellationToken);
        return [step];
    }

    /// <summary>
    /// The connectors of an account whose role another run created. If the role is young, that run may still register: this
    /// one waits until it must have done so. On an older role there can be a connector without an account id, which the
    /// observation did not find.
    /// </summary>
    private async Task<IReadOnlyList<Connector>> FindOnExistingRoleAsync(
        AccountId account, ConnectorFields fields, RoleHistory role, CancellationToken cancellationToken)
    {
        var wait = role.CreatedAt + Lead + ClockMargin - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
            return await client.SearchRoleAsync(account, fields.CrossAccountRoleArn, static _ => { }, cancellationToken);

        // A clock that is behind IAM's would make the wait longer than the lead.
        await Task.Delay(Waits.Shorter(wait, Lead + ClockMargin), time, cancellationToken);
        return await LookAsync(account, fields, cancellationToken);
    }

    /// <summary>The connectors on the role, also without an account id; or else those of the account.</summary>
    private async Task<IReadOnlyList<Connector>> LookAsync(
        AccountId account, ConnectorFields fields, CancellationToken cancellationToken)
    {
        var onRole = await client.SearchRoleAsync(
            account, fields.CrossAccountRoleArn, sentAt => _lookedAt = sentAt, cancellationToken);
        return onRole is [] ? await client.SearchAsync(account, cancellationToken) : onRole;
    }

    /// <returns>What was done, and whether a call failed in a way that may have made a connector all the same.</returns>
    private async Task<(IReadOnlyList<Step> Steps, bool MayHaveTwin)> CreateAsync(
        AccountId account, RegisterConnector step, RoleHistory role, CancellationToken cancellationToken)
    {
        IReadOnlyList<Step> steps = [step];
        var mayHaveTwin = false;
        var firstPause = await _propagation.WaitForFirstAttemptAsync(role, cancellationToken);
        await _propagation.RunAsync(
            role,
            firstPause,
            async () =>
            {
                try
                {
                    if (await CreateAfterLookAsync(account, step.Fields, role, cancellationToken) is [_, ..] found)
                        steps = await AdoptAsync(account, found, step.Fields, cancellationToken);
                }
                catch (WorkloadSecurityException failed) when (MayHaveConnector(failed))
                {
                    mayHaveTwin = true;
                    steps = await LookAsync(account, step.Fields, cancellationToken) is [_, ..] found
                        ? await AdoptAsync(account, found, step.Fields, cancellationToken)
                        : throw (failed.Meaning == ErrorMeaning.ConnectorExists
                            ? WorkloadSecurityFailure.ConnectorNotFound(failed)
                            : failed);
                }
            },
            cancellationToken);
        return (steps, mayHaveTwin);
    }

    /// <summary>Registers the account if the last look is young enough, or else looks again first.</summary>
    /// <returns>The connectors that the look found; empty if the account was registered.</returns>
    private async Task<IReadOnlyList<Connector>> CreateAfterLookAsync(
        AccountId account, ConnectorFields fields, RoleHistory role, CancellationToken cancellationToken)
    {
        for (var looks = 0; ; looks++)
        {
            try
            {
                await _propagation.TryAsync(
                    role, () => client.CreateAsync(account, fields, _lookedAt + Lead, cancellationToken));
                return [];
            }
            catch (WorkloadSecurityException late) when (late.IsTooLate && looks < MaximumLooks)
            {
                if (await LookAsync(account, fields, cancellationToken) is [_, ..] found)
                    return found;
            }
        }
    }

    /// <summary>Whether a registration that failed can have made a connector, or an earlier one has.</summary>
    private static bool MayHaveConnector(WorkloadSecurityException failed) =>
        failed is { Kind: FailureKind.Retryable, Status: not 429, WasSent: true, Meaning: not ErrorMeaning.NoEffect };

    private async Task<IReadOnlyList<Step>> AdoptAsync(
        AccountId account, IReadOnlyList<Connector> found, ConnectorFields fields, CancellationToken cancellationToken)
    {
        if (found.FirstOrDefault(connector => connector.CrossAccountRoleArn == fields.CrossAccountRoleArn) is { } ours)
            return [new AdoptConnector(ours.Id), .. await RemoveTwinsAsync(account, found, fields, cancellationToken)];

        // The setting FOREIGN_CONNECTORS decides what happens to it, so the account is observed and planned again.
        throw new StaleStateException($"Connector {found[0].Id} was created on another role in the meantime.");
    }

    /// <summary>
    /// The account had no connector when this run observed it, so connectors with our name on our role are ours: from this
    /// run or from one that ran at the same time.
    /// </summary>
    private async Task<IReadOnlyList<Step>> RemoveTwinsAsync(
        AccountId account, IReadOnlyList<Connector> connectors, ConnectorFields fields, CancellationToken cancellationToken)
    {
        var kept = connectors.FirstOrDefault(connector => connector.CrossAccountRoleArn == fields.CrossAccountRoleArn);
        if (kept is null)
            return [];

        List<Step> removed = [];
        foreach (var twin in WorkloadSecurityPlan.Twins(connectors, kept, account))
        {
            await client.RemoveAsync(twin.Id, cancellationToken);
            removed.Add(new RemoveTwinConnector(twin.Id));
        }

        return removed;
    }
}
