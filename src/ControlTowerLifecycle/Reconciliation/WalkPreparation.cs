using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Verifies that the vendors can be used, and reads what a walk needs, before the first account is read. A vendor that
/// is unavailable for a minute does not fail a deployment: a retryable failure is retried until the time is over.
/// </summary>
internal sealed class WalkPreparation(
    IGovernance governance, IReadOnlyList<IProtection> protections, TimeProvider time)
{
    /// <param name="isCreation">Whether the stack is created, which needs a landing zone in this region.</param>
    /// <param name="cancellationToken">Ends the retries.</param>
    /// <exception cref="RemoteSystemException">A vendor or Control Tower cannot be used.</exception>
    /// <exception cref="PreparationOutOfTimeException">The time ended during a first call.</exception>
    public async Task<WalkContext> RunAsync(bool isCreation, CancellationToken cancellationToken)
    {
        foreach (var protection in protections)
        {
            await RetryAsync(
                $"reading the API key and checking the vendor ({protection.Name})", protection.VerifyAsync, cancellationToken);
            if (isCreation)
            {
                await RetryAsync(
                    $"checking the rights of the API key ({protection.Name})", protection.VerifyWriteAsync, cancellationToken);
            }
        }

        var governed = await RetryAsync(
            "reading which accounts Control Tower governs", governance.ReadAsync, cancellationToken);
        if (isCreation && governed is Governance.Absent absent)
            throw NoLandingZoneException.Create(absent);

        var registrations = new List<IRegistrations>(protections.Count);
        foreach (var protection in protections)
        {
            registrations.Add(await RetryAsync(
                $"listing the registrations at the vendor ({protection.Name})", protection.ListAsync, cancellationToken));
        }

        return new WalkContext(governed, CoveredRegistrations.Of(protections, registrations));
    }

    private Task<bool> RetryAsync(
        string activity, Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        RetryAsync(
            activity,
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken);

    private async Task<T> RetryAsync<T>(
        string activity, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await Retrying.RunAsync(RetrySchedule.UntilCancelled, call, time, cancellationToken);
        }
        catch (OperationCanceledException ended) when (cancellationToken.IsCancellationRequested)
        {
            throw new PreparationOutOfTimeException(activity, ended);
        }
    }
}
