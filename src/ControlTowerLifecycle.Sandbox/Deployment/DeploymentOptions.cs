using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>How the stack is deployed into a sandbox.</summary>
internal sealed record DeploymentOptions
{
    /// <summary>The organization and the servers.</summary>
    public SandboxOptions Sandbox { get; init; } = new() { RolePropagationDelay = TimeSpan.FromSeconds(1) };

    /// <summary>The functions' executable, or the <c>bootstrap.dll</c> of the managed runtime.</summary>
    public string BootstrapPath { get; init; } = ProcessLauncher.DefaultBootstrapPath;

    /// <summary>Environment variables of both functions beside those that the deployment sets; they win.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of the lifecycle function; the queue hides a message for six times as long.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Of the backfill function.</summary>
    public TimeSpan BackfillTimeout { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Batches worked on at once, each in a process of its own.</summary>
    public int MaximumConcurrency { get; init; } = 2;

    /// <summary>Messages a batch.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>Receives before a message becomes a dead letter.</summary>
    public int MaxReceiveCount { get; init; } = 20;

    /// <summary>Compresses the minutes of a visibility timeout; null plays them out.</summary>
    public TimeSpan? ReturnAfter { get; init; } = TimeSpan.FromSeconds(1);
}
