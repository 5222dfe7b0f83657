namespace ControlTowerLifecycle.Sandbox;

/// <summary>The time of the sandbox and the latency of its responses.</summary>
internal sealed class SandboxClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Added to every response of both servers; zero by default.</summary>
    public TimeSpan Latency { get; set; }

    public Task LatencyAsync(CancellationToken cancellationToken) =>
        Latency > TimeSpan.Zero ? Task.Delay(Latency, time, cancellationToken) : Task.CompletedTask;
}
