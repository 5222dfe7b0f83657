using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// Registers an account so that it has one connector in the end, although the API may make two for two calls, a role
/// that was just made refuses the vendor for a while, and an answer can get lost.
/// <para>
/// The run that made the role has <see cref="Lead"/> to register; every other run that finds the role without a
/// connector waits that out and looks again. A run that cannot be sure it was alone looks once more after registering.
/// Of several connectors under our name on our role, all runs keep the same one: the lowest id.
/// </para>
/// </summary>
internal sealed class ConnectorRegistration(WorkloadSecurityClient client, TimeProvider time)
{
    /// <summary>How long the maker of a role may take to register without looking back.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromSeconds(5);

    /// <summary>IAM tells a role's age in whole seconds, and clocks differ by a little.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the vendor's refusals are put down to a role that is not assumable yet; then the queue takes over.
    /// </summary>
    private static readonly TimeSpan PropagationWindow = TimeSpan.FromSeconds(60);

    private static readonly RetrySchedule RolePropagation = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8))
    {
        Repeats = static failed => failed.Status is not (null or 404),
    };

    public async Task RegisterAsync(
        AccountId account, ConnectorFields fields, RoleHistory role, CancellationToken cancellationToken)
    {
        if (!role.MadeByThisRun && await GiveWayAsync(account, role, cancellationToken) is { Count: > 0 } others)
        {
            await AdoptAsync(account, others, fields, role, cancellationToken);
            return;
        }

        var wasAlone = await CreateAsync(account, fields, role, cancellationToken);
        if (!wasAlone || !role.MadeByThisRun || time.GetUtcNow() - role.ChangedAt >= Lead)
            await RemoveTwinsAsync(account, await client.SearchAsync(account, cancellationToken), fields, cancellationToken);
    }

    public Task ModifyAsync(int id, ConnectorFields fields, RoleHistory role, CancellationToken cancellationToken) =>
        WhileRolePropagatesAsync(role, () => client.ModifyAsync(id, fields, cancellationToken), cancellationToken);

    /// <summary>
    /// Waits until the maker of a young role must have registered, and answers what there is by then.
    /// </summary>
    private async Task<IReadOnlyList<Connector>> GiveWayAsync(
        AccountId account, RoleHistory role, CancellationToken cancellationToken)
    {
        var wait = role.CreatedAt + Lead + ClockMargin - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
            return [];

        // A clock that lags behind IAM's would make the wait longer than the lead is.
        await Task.Delay(Shorter(wait, Lead + ClockMargin), time, cancellationToken);
        return await client.SearchAsync(account, cancellationToken);
    }

    /// <returns>False where a call failed in a way that may have made a connector all the same.</returns>
    private async Task<bool> CreateAsync(
        AccountId account, ConnectorFields fields, RoleHistory role, CancellationToken cancellationToken)
    {
        var clear = true;
        await WhileRolePropagatesAsync(
            role,
            async () =>
            {
                try
                {
                    await client.CreateAsync(account, fields, cancellationToken);
                }
                catch (WorkloadSecurityException failed) when (failed is { Kind: FailureKind.Retryable, Status: not 429 })
                {
                    clear = false;
                    var found = await client.SearchAsync(account, cancellationToken);
                    if (found.Count == 0)
                        throw;

                    await AdoptAsync(account, found, fields, role, cancellationToken);
                }
            },
            cancellationToken);
        return clear;
    }

    private async Task AdoptAsync(
        AccountId account, IReadOnlyList<Connector> found, ConnectorFields fields, RoleHistory role,
        CancellationToken cancellationToken)
    {
        if (!found.Any(one => one.CrossAccountRoleArn == fields.CrossAccountRoleArn))
            await ModifyAsync(found[0].Id, fields with { DisplayName = null }, role, cancellationToken);
        else
            await RemoveTwinsAsync(account, found, fields, cancellationToken);
    }

    /// <summary>
    /// There was no connector when this run looked first, so those on our role under our name since then are ours, of
    /// this run or of one beside it.
    /// </summary>
    private async Task RemoveTwinsAsync(
        AccountId account, IReadOnlyList<Connector> connectors, ConnectorFields fields, CancellationToken cancellationToken)
    {
        if (connectors.FirstOrDefault(one => one.CrossAccountRoleArn == fields.CrossAccountRoleArn) is not { } kept)
            return;

        foreach (var twin in WorkloadSecurityPlan.Twins(connectors, kept, account))
            await client.RemoveAsync(twin.Id, cancellationToken);
    }

    /// <summary>
    /// Repeats a call if IAM may not have propagated a role yet that this run created or changed. The status that the
    /// vendor responds with in that case is not documented, so every response counts but a missing connector.
    /// </summary>
    private Task WhileRolePropagatesAsync(RoleHistory role, Func<Task> call, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RolePropagation with { End = role.ChangedAt + PropagationWindow ?? DateTimeOffset.MinValue },
            _ => call(),
            time,
            cancellationToken);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>What is known of a role's age when an account is registered.</summary>
/// <param name="MadeByThisRun">This run created it, so every other run found it there.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When this run created or changed it; null where it did neither.</param>
internal sealed record RoleHistory(bool MadeByThisRun, DateTimeOffset CreatedAt, DateTimeOffset? ChangedAt);
