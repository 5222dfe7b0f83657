namespace ControlTowerLifecycle.Sandbox.Queues;

internal sealed record QueueSettings
{
    public required string Name { get; init; }

    public string Region { get; init; } = "eu-west-1";

    public string AccountId { get; init; } = "111122223333";

    /// <summary>The SQS endpoint. A queue URL is endpoint, account and name.</summary>
    public Uri Endpoint { get; init; } = new("http://127.0.0.1/");

    /// <summary>0 seconds to 12 hours; the default of SQS is 30 seconds.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Null if there is no dead-letter queue.</summary>
    public RedrivePolicy? RedrivePolicy { get; init; }
}

/// <summary>After <paramref name="MaxReceiveCount"/> receives, the next receive moves the message to
/// <paramref name="DeadLetterQueue"/>.</summary>
internal sealed record RedrivePolicy(SandboxQueue DeadLetterQueue, int MaxReceiveCount);
