using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// Calls that make the vendor assume a role, which IAM may not have propagated yet if this run created or changed it. All
/// waits are outside the process's share of calls, so other accounts continue.
/// </summary>
internal sealed class RolePropagation(RoleReadiness readiness, TimeProvider time)
{
    /// <summary>
    /// How long the vendor's refusals are explained by a role that cannot be assumed yet; then the queue takes over.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private static readonly RetrySchedule Schedule = new(RoleReadiness.FirstPause, RoleReadiness.FirstPause * 2)
    {
        Repeats = static failed => failed.Status is not (null or 404),
    };

    /// <summary>Waits until a role that this run created is likely to be usable. Any other role is tried at once.</summary>
    /// <returns>The pause after a refusal.</returns>
    public async Task<TimeSpan> WaitForFirstAttemptAsync(RoleHistory role, CancellationToken cancellationToken)
    {
        if (!role.CreatedByThisRun)
            return RoleReadiness.FirstPause;

        var attempt = readiness.Next();
        var wait = role.CreatedAt + attempt.Age - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait.InWholeMilliseconds(), time, cancellationToken);

        return attempt.Pause;
    }

    /// <summary>
    /// Repeats a call while the role may propagate. The status that the vendor responds with in that case is not documented,
    /// so every response counts but a missing connector.
    /// </summary>
    public Task RunAsync(RoleHistory role, TimeSpan firstPause, Func<Task> call, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            Schedule with { FirstPause = firstPause, End = role.ChangedAt + Window ?? DateTimeOffset.MinValue },
            _ => call(),
            time,
            cancellationToken);

    /// <summary>Makes a call, and remembers whether the vendor could assume a new role of this age.</summary>
    public async Task TryAsync(RoleHistory role, Func<Task> call)
    {
        var age = time.GetUtcNow() - role.CreatedAt;
        try
        {
            await call();
            if (role.CreatedByThisRun)
                readiness.Usable(age);
        }
        catch (WorkloadSecurityException refused) when (role.CreatedByThisRun && refused.Meaning == ErrorMeaning.NoEffect)
        {
            readiness.Refused(age);
            throw;
        }
    }
}
