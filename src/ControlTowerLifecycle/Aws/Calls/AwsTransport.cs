namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>What carries the calls of a connection.</summary>
/// <param name="Http">The HTTP client.</param>
/// <param name="Retries">
/// Attempts after the first. The SDK waits between them by the machine's clock, which is why a test may want none.
/// </param>
internal sealed record AwsTransport(SharedHttpClient Http, int Retries)
{
    /// <summary>
    /// Three attempts with a back-off of three seconds together at most: the queue is the real retry.
    /// </summary>
    public static readonly AwsTransport Standard = new(SharedHttpClient.Factory, Retries: 2);
}
