namespace ControlTowerLifecycle;

/// <summary>
/// A value that is fetched once for all callers. Whoever finds it stale has it fetched anew, once for all who found the
/// same one stale. A fetch that failed is not remembered.
/// </summary>
internal sealed class SharedValue<T>(Func<CancellationToken, Task<T>> fetch)
    where T : class
{
    private readonly Lock _lock = new();
    private Task<T>? _fetch;

    public Task<T> GetAsync(CancellationToken cancellationToken) => CurrentAsync(null, cancellationToken);

    /// <summary>
    /// The value after <paramref name="stale"/>: one that another caller has fetched since, or a new one.
    /// </summary>
    public Task<T> RefreshAsync(T stale, CancellationToken cancellationToken) => CurrentAsync(stale, cancellationToken);

    private async Task<T> CurrentAsync(T? stale, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (fetching, isOwn) = Fetching(stale, cancellationToken);
            try
            {
                return await fetching.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!isOwn && !cancellationToken.IsCancellationRequested)
            {
                // The caller who had it fetched gave up; this one did not.
            }
        }
    }

    private (Task<T> Fetching, bool IsOwn) Fetching(T? stale, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var mustFetch = _fetch is null or { IsFaulted: true } or { IsCanceled: true }
                || (_fetch.IsCompletedSuccessfully && ReferenceEquals(_fetch.Result, stale));
            if (mustFetch)
                _fetch = fetch(cancellationToken);

            return (_fetch!, mustFetch);
        }
    }
}
