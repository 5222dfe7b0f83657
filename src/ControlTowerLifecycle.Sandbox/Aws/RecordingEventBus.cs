using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>An event bus without rules. It records the events.</summary>
internal sealed class RecordingEventBus : IEventBus
{
    private readonly ConcurrentQueue<SandboxEvent> _events = new();

    public IReadOnlyCollection<SandboxEvent> Events => _events;

    public void Put(SandboxEvent e) => _events.Enqueue(e);
}
