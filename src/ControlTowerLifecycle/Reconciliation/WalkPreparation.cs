using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Makes sure that the vendors can be worked with, and looks up what a walk needs, before the first account is read. A
/// deployment is not failed by a vendor that is away for a minute: what a retry can mend is tried again until the
/// invocation's time is over.
/// </summary>
internal sealed class WalkPreparation(
    IGovernance governance, IReadOnlyList<IProtection> protections, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <param name="isCreation">Whether the stack is being made: then Control Tower has to be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RemoteSystemException">Something cannot be worked with, and why.</exception>
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
            throw NoLandingZoneException.Of(absent);

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
