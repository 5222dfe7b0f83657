namespace ControlTowerLifecycle;

/// <summary>
/// A value that is fetched once for all callers. A caller that finds it stale has it fetched again, once for all who
/// found the same value stale. A failed fetch is not remembered.
/// </summary>
internal sealed class SharedValue<T>(Func<CancellationToken, Task<T>> fetch)
    where T : class
{
    private readonly Lock _lock = new();
    private Task<T>? _fetch;

    /// <summary>The time of the caller that started the fetch.</summary>
    private CancellationToken _fetchTime;

    public Task<T> GetAsync(CancellationToken cancellationToken) => FetchAsync(static _ => false, cancellationToken);

    /// <summary>
    /// Returns a value newer than <paramref name="stale"/>: one that another caller has fetched since, or a new one.
    /// </summary>
    public Task<T> RefreshAsync(T stale, CancellationToken cancellationToken) =>
        FetchAsync(value => ReferenceEquals(value, stale), cancellationToken);

    /// <summary>
    /// The value of the fetch that is under way, or of a new one. A completed fetch is never returned. Nor is one whose
    /// caller has been cancelled: it may have begun long ago, before the process was frozen.
    /// </summary>
    public Task<T> GetCurrentAsync(CancellationToken cancellationToken) =>
        FetchAsync(static _ => true, cancellationToken);

    private async Task<T> FetchAsync(Func<T, bool> isStale, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (fetching, isOwn) = Fetching(isStale, cancellationToken);
            try
            {
                return await fetching.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!isOwn && !cancellationToken.IsCancellationRequested)
            {
                // The caller that started the fetch was cancelled, but this one was not. Try again.
            }
        }
    }

    private (Task<T> Fetching, bool IsOwn) Fetching(Func<T, bool> isStale, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var mustFetch = _fetch is null or { IsFaulted: true } or { IsCanceled: true }
                || (_fetch.IsCompletedSuccessfully ? isStale(_fetch.Result) : _fetchTime.IsCancellationRequested);
            if (mustFetch)
                (_fetch, _fetchTime) = (fetch(cancellationToken), cancellationToken);

            return (_fetch!, mustFetch);
        }
    }
}
