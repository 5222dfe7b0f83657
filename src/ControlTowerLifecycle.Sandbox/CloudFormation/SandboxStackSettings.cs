namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>The stack, as far as its one custom resource goes.</summary>
internal sealed record SandboxStackSettings
{
    public string Name { get; init; } = "lifecycle";

    public string LogicalResourceId { get; init; } = "Backfill";

    public string ResourceType { get; init; } = "Custom::AccountBackfill";

    /// <summary>How long CloudFormation waits for an answer: 1 to 3,600 seconds.</summary>
    public TimeSpan ServiceTimeout { get; init; } = TimeSpan.FromSeconds(900);
}
