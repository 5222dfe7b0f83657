namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>How the calls of a connection are sent.</summary>
/// <param name="Http">The HTTP client.</param>
/// <param name="Retries">
/// Attempts after the first. The SDK waits between them by the system clock, so a test may set this to 0.
/// </param>
internal sealed record AwsTransport(SharedHttpClient Http, int Retries)
{
    /// <summary>Three attempts with a total back-off of three seconds at most: the queue is the real retry.</summary>
    public static readonly AwsTransport Standard = new(SharedHttpClient.Shared, Retries: 2);
}
