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
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <param name="isCreation">Whether the stack is created, which needs a landing zone in this region.</param>
    /// <param name="cancellationToken">Ends the retries.</param>
    /// <exception cref="RemoteSystemException">A vendor or Control Tower cannot be used.</exception>
    public async Task<WalkContext> RunAsync(bool isCreation, CancellationToken cancellationToken)
    {
        foreach (var protection in protections)
        {
            await PatientlyAsync(
                async token =>
                {
                    await protection.VerifyAsync(token);
                    return true;
                },
                cancellationToken);
        }

        var governed = await PatientlyAsync(governance.ReadAsync, cancellationToken);
        if (isCreation && governed is Governance.Absent absent)
            throw NoLandingZoneException.Create(absent);

        var registrations = new List<IRegistrations>(protections.Count);
        foreach (var protection in protections)
            registrations.Add(await PatientlyAsync(protection.ListAsync, cancellationToken));

        return new WalkContext(governed, registrations);
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        RemoteSystemException? last = null;
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (OperationCanceledException) when (last is not null && cancellationToken.IsCancellationRequested)
            {
                // The last failure says more than that the time is over.
                throw last;
            }
            catch (RemoteSystemException failed) when (failed.Kind == FailureKind.Retryable)
            {
                last = failed;
                await Task.Delay(failed.RetryAfter ?? pause, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                    throw;
            }
        }
    }
}
