namespace ControlTowerLifecycle.Failures;

/// <summary>
/// The only loop that repeats failed calls. A failure that needs an operator is repeated only if it can be momentary, and
/// the schedule allows it. When the caller's time ends, the last failure is thrown: it says more than "cancelled".
/// </summary>
internal static class Retrying
{
    /// <exception cref="RemoteSystemException">The last failure.</exception>
    /// <exception cref="OperationCanceledException">The caller's time ended during the first call.</exception>
    public static async Task<T> RunAsync<T>(
        RetrySchedule schedule,
        Func<CancellationToken, Task<T>> call,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        RemoteSystemException? last = null;
        for (var calls = 1; ; calls++)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (OperationCanceledException) when (last is not null && cancellationToken.IsCancellationRequested)
            {
                throw last;
            }
            catch (RemoteSystemException failed) when (schedule.WaitAfter(failed, calls, time.GetUtcNow()) is { } wait)
            {
                last = failed;
                await Task.Delay(wait, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                    throw;
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(
        RetrySchedule schedule,
        Func<CancellationToken, Task> call,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        RunAsync(
            schedule,
            async token =>
            {
                await call(token);
                return true;
            },
            time,
            cancellationToken);
}
