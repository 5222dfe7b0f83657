namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>Sends requests over pooled connections, and replaces the pool if no request used it for a few seconds.</summary>
/// <remarks>
/// Lambda freezes a process between two invocations, for minutes. Servers and NAT gateways drop idle connections in that
/// time, and the process does not notice: a request on such a connection waits for its time limit. The timers of
/// SocketsHttpHandler may stand still in a freeze, so the age is measured by wall-clock time here.
/// </remarks>
internal sealed class FreshConnections(Func<HttpMessageHandler> createPool, TimeProvider time) : HttpMessageHandler
{
    /// <summary>An invocation that follows another at once reuses its connections.</summary>
    public static readonly TimeSpan MaximumIdle = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private HttpMessageInvoker _pool = new(createPool());
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

    private HttpMessageInvoker StartUse()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if ((now - _lastUse).Duration() > MaximumIdle)
            {
                // A pool with a request in it is left to its own timers: to dispose it would fail that request.
                if (_active == 0)
                    _pool.Dispose();

                _pool = new HttpMessageInvoker(createPool());
            }

            _active++;
            _lastUse = now;
            return _pool;
        }
    }

    private void EndUse()
    {
        lock (_lock)
        {
            _active--;
            _lastUse = time.GetUtcNow();
        }
    }
}
