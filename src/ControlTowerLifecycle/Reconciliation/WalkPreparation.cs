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
    /// <param name="isCreation">Whether the stack is being made: then Control Tower has to be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RemoteSystemException">Something cannot be worked with, and why.</exception>
    public async Task<WalkContext> RunAsync(bool isCreation, CancellationToken cancellationToken)
    {
        foreach (var protection in protections)
        {
            await Retrying.RunAsync(
                RetrySchedule.UntilCancelled, protection.VerifyAsync, time, cancellationToken);
        }

        var governed = await RetryAsync(governance.ReadAsync, cancellationToken);
        if (isCreation && governed is Governance.Absent absent)
            throw NoLandingZoneException.Of(absent);

        var registrations = new List<IRegistrations>(protections.Count);
        foreach (var protection in protections)
            registrations.Add(await RetryAsync(protection.ListAsync, cancellationToken));

        return new WalkContext(governed, registrations);
    }

    private Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        Retrying.RunAsync(RetrySchedule.UntilCancelled, call, time, cancellationToken);
}
