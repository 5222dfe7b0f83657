namespace ControlTowerLifecycle.Aws;

/// <summary>Placeholder for the functions of the caller's region.</summary>
internal sealed class LambdaClient(AwsConnection connection)
{
    /// <summary>The region of the functions.</summary>
    public string Region { get; } = connection.Region;
}
