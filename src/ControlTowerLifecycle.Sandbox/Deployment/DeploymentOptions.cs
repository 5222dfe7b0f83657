using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>The options of a deployment in a sandbox.</summary>
internal sealed record DeploymentOptions
{
    public SandboxOptions Sandbox { get; init; } = new() { RolePropagationDelay = TimeSpan.FromSeconds(1) };

    public ChosenProtections Protections { get; init; } = ChosenProtections.WorkloadSecurityAlone;

    /// <summary>The path of the functions' executable, or of <c>bootstrap.dll</c> for the managed runtime.</summary>
    public string BootstrapPath { get; init; } = ProcessLauncher.DefaultBootstrapPath;

    /// <summary>The bus on which the lifecycle function reports outcomes; null if it reports none.</summary>
    public string? EventBusName { get; init; }

    /// <summary>More environment variables of both functions. They replace the values that the deployment
    /// sets.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of the lifecycle function. The visibility timeout of the queue is six times as long.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Of the backfill function.</summary>
    public TimeSpan BackfillTimeout { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>The number of concurrent batches. Each has its own process.</summary>
    public int MaximumConcurrency { get; init; } = 2;

    /// <summary>The maximum number of messages in a batch.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>The number of receives before a message becomes a dead letter.</summary>
    public int MaxReceiveCount { get; init; } = 20;

    /// <summary>Replaces the visibility timeout of minutes; null uses the visibility timeout.</summary>
    public TimeSpan? ReturnAfter { get; init; } = TimeSpan.FromSeconds(1);
}
