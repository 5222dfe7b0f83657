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
    public async Task<WalkContext> RunAsync(bool isCreation, CancellationToken cancellationToken)
    {
        foreach (var protection in protections)
        {
            await Retrying.RunAsync(
                RetrySchedule.UntilCancelled, protection.VerifyAsync, time, cancellationToken);
            if (isCreation)
            {
                await Retrying.RunAsync(
                    RetrySchedule.UntilCancelled, protection.VerifyWriteAsync, time, cancellationToken);
            }
        }

        var governed = await RetryAsync(governance.ReadAsync, cancellationToken);
        if (isCreation && governed is Governance.Absent absent)
            throw NoLandingZoneException.Create(absent);

        var registrations = new List<IRegistrations>(protections.Count);
        foreach (var protection in protections)
            registrations.Add(await RetryAsync(protection.ListAsync, cancellationToken));

        return new WalkContext(governed, CoveredRegistrations.Of(protections, registrations));
    }

    private Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        Retrying.RunAsync(RetrySchedule.UntilCancelled, call, time, cancellationToken);
}
