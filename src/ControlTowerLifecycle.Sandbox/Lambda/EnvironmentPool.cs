namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The environments of a function: the warm ones, most recently used first, and those at work.</summary>
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

    /// <summary>How many environments were started so far.</summary>
    public int Started { get; private set; }

    public IReadOnlyList<ExecutionEnvironment> Alive
    {
        get { lock (_gate) return [.. _alive.Where(environment => environment.IsAlive)]; }
    }

    /// <summary>Over all environments there ever were.</summary>
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

    /// <summary>An environment that is the caller's alone until it gives it back. A new one has not been through
    /// INIT.</summary>
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

    /// <summary>Takes an environment back: to be used again, or thrown away where its process is gone.</summary>
    public async Task GiveBackAsync(ExecutionEnvironment environment)
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

    /// <summary>Throws an environment away, whatever state it is in.</summary>
    public async Task ThrowAwayAsync(ExecutionEnvironment environment)
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

        // Disposal may have looked for environments before this one was among them.
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
