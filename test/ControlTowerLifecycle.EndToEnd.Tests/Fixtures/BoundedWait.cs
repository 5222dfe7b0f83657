using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// Waits for conditions, never for times. What does not come is a failure that says what was waited for.
/// </summary>
internal static class BoundedWait
{
    /// <summary>Far fewer than even a busy machine takes.</summary>
    private const int AccountsAMinute = 400;

    /// <summary>Far more than anything takes on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait in an organization of that size.</summary>
    public static TimeSpan LimitFor(int accounts) => Limit * Math.Max(1, (double)accounts / AccountsAMinute);

    /// <param name="what">What is to happen, as the end of "waited in vain until".</param>
    /// <param name="wait">Waits for it.</param>
    /// <param name="circumstances">What helps to understand why it did not happen; asked only then.</param>
    /// <param name="patience">A minute where nothing else is said.</param>
    public static async Task<T> UntilAsync<T>(
        string what,
        Func<CancellationToken, Task<T>> wait,
        Func<string>? circumstances = null,
        TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token, TestContext.Current.CancellationToken);
        try
        {
            return await wait(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException ended) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Waited {(patience ?? Limit).TotalSeconds} s in vain until {what}.{Environment.NewLine}{circumstances?.Invoke()}",
                ended);
        }
    }

    /// <inheritdoc cref="UntilAsync{T}"/>
    public static Task UntilAsync(
        string what, Func<CancellationToken, Task> wait, Func<string>? circumstances = null) =>
        UntilAsync(
            what,
            async token =>
            {
                await wait(token);
                return true;
            },
            circumstances);
}
