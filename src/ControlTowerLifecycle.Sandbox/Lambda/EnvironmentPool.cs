namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The environments of a function. A warm environment is reused; the last used one comes first.</summary>
internal sealed class EnvironmentPool(
    SandboxFunctionSettings settings, IEnvironmentLauncher launcher, FunctionLog log, TimeProvider time)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _free = new(settings.Concurrency, settings.Concurrency);
    private readonly CancellationTokenSource _closing = new();
    private readonly Stack<ExecutionEnvironment> _warm = new();
    private readonly HashSet<ExecutionEnvironment> _alive = [];
    private long _peakResidentBytes;

    /// <summary>The number of environments started so far.</summary>
    public int Started { get; private set; }

    public IReadOnlyList<ExecutionEnvironment> Alive
    {
        get { lock (_gate) return [.. _alive.Where(environment => environment.IsAlive)]; }
    }

    /// <summary>The maximum over all environments, including ended ones.</summary>
    public long PeakResidentBytes
    {
        get
        {
            lock (_gate)
                return Math.Max(
                    _peakResidentBytes,
                    _alive.Select(environment => environment.PeakResidentBytes).DefaultIfEmpty().Max());
        }
    }

    /// <summary>Takes an environment for the exclusive use of the caller. A new one has not run INIT.</summary>
    public async Task<(ExecutionEnvironment Environment, bool IsNew)> TakeAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _free.WaitAsync(stop.Token);
        try
        {
            while (TakeWarm() is { } warm)
            {
                if (warm.IsAlive)
                    return (warm, false);
                await DiscardAsync(warm);
            }

            return (await StartAsync(), true);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Returns an environment to the pool. It is discarded if its process has ended.</summary>
    public async Task ReturnAsync(ExecutionEnvironment environment)
    {
        if (environment.IsAlive && !_closing.IsCancellationRequested)
        {
            lock (_gate)
                _warm.Push(environment);
        }
        else
        {
            await DiscardAsync(environment);
        }

        _free.Release();
    }

    /// <summary>Ends an environment and frees its place.</summary>
    public async Task RemoveAsync(ExecutionEnvironment environment)
    {
        await DiscardAsync(environment);
        _free.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        ExecutionEnvironment[] environments;
        lock (_gate)
            environments = [.. _alive];
        foreach (var environment in environments)
            await DiscardAsync(environment);
    }

    private ExecutionEnvironment? TakeWarm()
    {
        lock (_gate)
            return _warm.TryPop(out var warm) ? warm : null;
    }

    private async Task<ExecutionEnvironment> StartAsync()
    {
        var environment = await ExecutionEnvironment.StartAsync(settings, launcher, log, time);
        lock (_gate)
        {
            Started++;
            _alive.Add(environment);
        }

        // Disposal may have listed the environments before this one was added.
        if (_closing.IsCancellationRequested)
            environment.Kill();
        return environment;
    }

    private async Task DiscardAsync(ExecutionEnvironment environment)
    {
        lock (_gate)
        {
            if (!_alive.Remove(environment))
                return;
            _peakResidentBytes = Math.Max(_peakResidentBytes, environment.PeakResidentBytes);
        }

        await environment.DisposeAsync();
    }
}
