namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// Sends requests over pooled connections, replaces the pool if no request used it for a few seconds, and repeats a read
/// at once, and once, if its connection turns out to be dead.
/// </summary>
/// <remarks>
/// Lambda freezes a process between two invocations, for minutes. Servers and NAT gateways drop idle connections in that
/// time, and the process does not notice: a request on such a connection waits for its time limit. The timers of
/// SocketsHttpHandler may stand still in a freeze, so the age is measured by wall-clock time here.
/// <para>
/// SocketsHttpHandler repeats a request on a dead connection only if it has no body. Most reads of AWS and the vendor's
/// search are a POST with a body.
/// </para>
/// </remarks>
internal sealed class FreshConnections(Func<HttpMessageHandler> createPool, TimeProvider time) : HttpMessageHandler
{
    /// <summary>An invocation that follows another at once reuses its connections.</summary>
    public static readonly TimeSpan MaximumIdle = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Pool _pool = new(createPool());
    private DateTimeOffset _lastUse = time.GetUtcNow();
    private int _active;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pool = StartUse();
        try
        {
            return await pool.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException broken) when (
            pool.HasResponded && IsBroken(broken) && ReadRequests.IsRead(request) && !cancellationToken.IsCancellationRequested)
        {
            return await Replace(pool).SendAsync(request, cancellationToken);
        }
        finally
        {
            EndUse();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pool.Dispose();

        base.Dispose(disposing);
    }

    /// <summary>Whether the connection was reset, or ended without a response. A connection that cannot be opened is
    /// another matter.</summary>
    private static bool IsBroken(HttpRequestException failed) => failed
        is { HttpRequestError: HttpRequestError.ResponseEnded }
        or { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException };

    private Pool StartUse()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if ((now - _lastUse).Duration() > MaximumIdle)
            {
                // A pool with a request in it is left to its own timers: to dispose it would fail that request.
                if (_active == 0)
                    _pool.Dispose();

                _pool = new Pool(createPool());
            }

            _active++;
            _lastUse = now;
            return _pool;
        }
    }

    /// <returns>A pool without a connection of the broken one. Other requests may still use that.</returns>
    private Pool Replace(Pool broken)
    {
        lock (_lock)
            return ReferenceEquals(_pool, broken) ? _pool = new Pool(createPool()) : _pool;
    }

    private void EndUse()
    {
        lock (_lock)
        {
            _active--;
            _lastUse = time.GetUtcNow();
        }
    }

    private sealed class Pool(HttpMessageHandler handler) : IDisposable
    {
        private readonly HttpMessageInvoker _invoker = new(handler);

        /// <summary>Whether a request can have met a connection that an earlier one has opened.</summary>
        public bool HasResponded { get; private set; }

        public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await _invoker.SendAsync(request, cancellationToken);
            HasResponded = true;
            return response;
        }

        public void Dispose() => _invoker.Dispose();
    }
}
