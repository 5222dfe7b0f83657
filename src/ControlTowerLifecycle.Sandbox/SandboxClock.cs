namespace ControlTowerLifecycle.Sandbox;

/// <summary>The time of the sandbox, and how long it takes over every answer.</summary>
internal sealed class SandboxClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Added to every answer of both servers; none by default.</summary>
    public TimeSpan Latency { get; set; }

    public Task LatencyAsync(CancellationToken cancellationToken) =>
        Latency > TimeSpan.Zero ? Task.Delay(Latency, time, cancellationToken) : Task.CompletedTask;
}
