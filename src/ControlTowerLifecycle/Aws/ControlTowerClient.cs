namespace ControlTowerLifecycle.Aws;

/// <summary>Control Tower, read from its management account in the home region.</summary>
internal sealed class ControlTowerClient(AwsConnection connection)
{
    /// <summary>The region that is asked.</summary>
    public string Region { get; } = connection.Region;

    /// <summary>The clock by which it waits between two attempts at a page.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
