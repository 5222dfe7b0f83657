using Amazon.CDK.AWS.SNS;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>What <see cref="Alarms"/>, <see cref="LifecycleDashboard"/> and <see cref="StackOutputs"/> refer to.</summary>
internal sealed record MonitoringProps
{
    public required WorkQueue Work { get; init; }

    public required PackagedFunction Lifecycle { get; init; }

    public required PackagedFunction Backfill { get; init; }

    /// <summary>Notified by the alarms.</summary>
    public required ITopic Topic { get; init; }
}
