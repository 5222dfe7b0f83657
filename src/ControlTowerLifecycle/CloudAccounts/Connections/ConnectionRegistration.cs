using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using static ControlTowerLifecycle.CloudAccounts.CloudAccountsStep;

namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>
/// Connects an account so that it has one connection in the end. A new role refuses the vendor for a while, a response can
/// be lost, and another run can be faster. The vendor keeps at most one connection of an account, so after every failure
/// that may have connected the account it is read and compared. Nothing is ever removed to be created again.
/// </summary>
internal sealed class ConnectionRegistration(CloudAccountsClient client, TimeProvider time)
{
    /// <summary>
    /// How long the vendor's refusals are explained by a role that cannot be assumed yet; then the queue takes over.
    /// </summary>
    private static readonly TimeSpan PropagationWindow = TimeSpan.FromSeconds(75);

    private static readonly RetrySchedule RolePropagation = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20))
    {
        Repeats = static failed => failed.Status is not (null or 404),
    };

    /// <summary>
    /// How long the vendor may take to report the account as managed. The next reconcile looks again.
    /// </summary>
    private static readonly IReadOnlyList<TimeSpan> VerificationPauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)];

    /// <param name="step">The account and its fields.</param>
    /// <param name="roleChangedAt">When this run changed what the vendor needs in the account; null if it did not.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>What was done: connected or adopted, and whether the vendor reported the account as managed.</returns>
    /// <exception cref="StaleStateException">Another owner connected the account.</exception>
    public async Task<IReadOnlyList<Step>> ConnectAsync(
        ConnectAccount step, DateTimeOffset? roleChangedAt, CancellationToken cancellationToken)
    {
        Step done = step;
        await WhileRolePropagatesAsync(
            roleChangedAt,
            async () => done = await TryConnectAsync(step, cancellationToken) ? step : new AdoptConnection(step.Account),
            cancellationToken);
        return [done, await VerifyAsync(step.Account, cancellationToken)];
    }

    /// <summary>Sets our role on an existing connection.</summary>
    public async Task<IReadOnlyList<Step>> ModifyAsync(
        ModifyConnection step, DateTimeOffset? roleChangedAt, CancellationToken cancellationToken)
    {
        await WhileRolePropagatesAsync(
            roleChangedAt,
            () => client.ModifyAsync(step.Account, step.RoleArn, step.ETag, cancellationToken),
            cancellationToken);
        return [step, await VerifyAsync(step.Account, cancellationToken)];
    }

    /// <returns>Whether this call connected the account; false if it was connected already.</returns>
    private async Task<bool> TryConnectAsync(ConnectAccount step, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(step.Account, step.Fields, cancellationToken);
            return true;
        }
        catch (CloudAccountsException failed) when (
            failed is { WasSent: true, Kind: FailureKind.Retryable } && (failed.Status != 429 || IsDuplicate(failed)))
        {
            var found = await client.FindAsync(step.Account, cancellationToken);
            if (found is null or { IsLegacyImport: true })
                throw;

            return ConnectionOwner.FindOther(found, step.Fields.RoleArn) is null && found.RoleArn is not null
                ? !IsDuplicate(failed)
                : throw new StaleStateException($"Account {step.Account} was connected by another owner in the meantime.");
        }
    }

    private static bool IsDuplicate(CloudAccountsException failed) => failed.Code == CloudAccountsException.AccountExists;

    private async Task<Step> VerifyAsync(AccountId account, CancellationToken cancellationToken)
    {
        Connection? found = null;
        var wasRead = false;
        foreach (var pause in VerificationPauses)
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken);

            try
            {
                found = await client.FindAsync(account, cancellationToken);
                wasRead = true;
                if (found?.State == Connection.Managed)
                    return new ConnectionManaged(account);
            }
            catch (CloudAccountsException failed) when (failed.Kind == FailureKind.Retryable)
            {
                // The account is connected; whether the vendor has entered it is not known yet.
            }
        }

        return wasRead && found is null
            ? throw CloudAccountsFailure.NotConnected(account.Value)
            : new ConnectionNotVerified(account, found?.State ?? "unknown");
    }

    private Task WhileRolePropagatesAsync(
        DateTimeOffset? roleChangedAt, Func<Task> call, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RolePropagation with { End = roleChangedAt + PropagationWindow ?? DateTimeOffset.MinValue },
            _ => call(),
            time,
            cancellationToken);
}
