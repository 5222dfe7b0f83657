using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>The event source mapping of the stack: it exists while the stack exists, and can be disabled.</summary>
internal sealed class MappingSwitch(SandboxQueue queue, LambdaFunction function, MappingSettings settings)
    : IMapping, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private EventSourceMapping? _mapping;

    public string Uuid => "b0c1d2e3-0000-4000-8000-000000000001";

    public string FunctionName => function.Name;

    public string QueueArn => queue.Arn;

    public int BatchSize => settings.BatchSize;

    public bool IsEnabled => _mapping is not null;

    /// <summary>It faults if the function's process cannot start; null while it is disabled.</summary>
    public Task? Polling => _mapping?.Polling;

    /// <summary>Creates the mapping, or enables it.</summary>
    public void Start() => _mapping ??= new EventSourceMapping(queue, function, settings);

    public async Task SetEnabledAsync(bool enabled)
    {
        await _gate.WaitAsync();
        try
        {
            if (enabled)
                Start();
            else if (_mapping is { } running)
                await StopAsync(running);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Deletes the mapping. A running batch becomes visible again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_mapping is { } running)
            await running.DisposeAsync();
        _mapping = null;
    }

    private async Task StopAsync(EventSourceMapping running)
    {
        await running.DrainAsync();
        await running.DisposeAsync();
        _mapping = null;
    }
}
