using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// Waits for conditions, never for a fixed time. If a condition is not met within the limit, the wait fails and names
/// the condition.
/// </summary>
internal static class BoundedWait
{
    /// <summary>Far fewer than a busy machine onboards.</summary>
    private const int AccountsPerMinute = 400;

    /// <summary>Far longer than any condition takes on a busy machine.</summary>
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(4);

    public static TimeSpan LimitFor(int accounts) => DefaultLimit * Math.Max(1, (double)accounts / AccountsPerMinute);

    /// <param name="condition">The condition as a clause that follows "until", for the failure.</param>
    /// <param name="wait">Waits for the condition.</param>
    /// <param name="describeState">Returns text that helps to find the cause. It is called only on a failure.</param>
    /// <param name="limit">Four minutes by default.</param>
    public static async Task<T> UntilAsync<T>(
        string condition,
        Func<CancellationToken, Task<T>> wait,
        Func<string>? describeState = null,
        TimeSpan? limit = null)
    {
        var allowed = limit ?? DefaultLimit;
        using var timeout = new CancellationTokenSource(allowed, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, TestContext.Current.CancellationToken);
        try
        {
            return await wait(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException canceled) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Waited {allowed.TotalSeconds} s until {condition}: it did not happen."
                + $"{Environment.NewLine}{describeState?.Invoke()}",
                canceled);
        }
    }

    /// <inheritdoc cref="UntilAsync{T}"/>
    public static Task UntilAsync(
        string condition, Func<CancellationToken, Task> wait, Func<string>? describeState = null) =>
        UntilAsync(
            condition,
            async token =>
            {
                await wait(token);
                return true;
            },
            describeState);
}
