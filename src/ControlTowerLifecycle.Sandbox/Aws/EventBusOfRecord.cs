using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>A bus without rules: it keeps what was put.</summary>
internal sealed class EventBusOfRecord : IEventBus
{
    private readonly ConcurrentQueue<SandboxEvent> events = new();

    public IReadOnlyCollection<SandboxEvent> Events => events;

    public void Put(SandboxEvent e) => events.Enqueue(e);
}
