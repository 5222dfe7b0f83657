namespace ControlTowerLifecycle.Aws;

/// <summary>Control Tower's own API, in its home region.</summary>
internal sealed class ControlTowerClient(AwsConnection connection)
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public AwsConnection Connection { get; } = connection;
}
