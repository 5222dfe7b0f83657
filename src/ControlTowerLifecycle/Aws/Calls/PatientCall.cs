using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// A walk of hundreds of pages meets a throttle or an outage sooner or later, and one who starts over comes no further:
/// a page is asked for until it comes, and a batch sent until it is taken. The caller's time ends it, and the last
/// failure is what is told then.
/// </summary>
internal static class PatientCall
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Asks again after 1 s, 2 s, 4 s … 30 s, or after what the service says, as long as a retry can mend the failure.
    /// </summary>
    public static async Task<TResponse> UntilItComesAsync<TResponse>(
        Func<Task<TResponse>> ask, TimeProvider time, CancellationToken cancellationToken)
    {
        AwsException? last = null;
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await ask();
            }
            catch (OperationCanceledException) when (last is not null && cancellationToken.IsCancellationRequested)
            {
                throw last;
            }
            catch (AwsException failed) when (failed.Kind == FailureKind.Retryable)
            {
                last = failed;

                // The longer of the two: "Retry-After: 0" is no leave to ask without a pause.
                await Task.Delay(failed.RetryAfter > pause ? failed.RetryAfter.Value : pause, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                    throw;
            }
        }
    }
}
