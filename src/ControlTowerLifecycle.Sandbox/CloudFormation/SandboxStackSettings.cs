namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>The stack and its custom resource.</summary>
internal sealed record SandboxStackSettings
{
    /// <summary>The name that the deployment page uses.</summary>
    public string Name { get; init; } = "ControlTowerLifecycle";

    public string LogicalResourceId { get; init; } = "Backfill";

    public string ResourceType { get; init; } = "Custom::AccountBackfill";

    /// <summary>The time that CloudFormation waits for a response: 1 to 3,600 seconds.</summary>
    public TimeSpan ServiceTimeout { get; init; } = TimeSpan.FromSeconds(900);
}
