namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>What <see cref="Alarms"/> and <see cref="Overview"/> look at.</summary>
internal sealed record WatchedProps
{
    public required WorkQueue Work { get; init; }

    public required PackagedFunction Lifecycle { get; init; }

    public required PackagedFunction Backfill { get; init; }
}
