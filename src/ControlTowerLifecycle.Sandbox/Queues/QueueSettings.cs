namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>What a queue is created with.</summary>
internal sealed record QueueSettings
{
    public required string Name { get; init; }

    public string Region { get; init; } = "eu-west-1";

    public string AccountId { get; init; } = "111122223333";

    /// <summary>Where the sandbox serves SQS. A queue URL is this, the account and the name.</summary>
    public Uri Endpoint { get; init; } = new("http://127.0.0.1/");

    /// <summary>How long a received message stays hidden: 30 seconds as in SQS, 0 to 12 hours.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Null where messages are received for ever.</summary>
    public RedrivePolicy? RedrivePolicy { get; init; }
}

/// <summary>A message that was received <paramref name="MaxReceiveCount"/> times and is asked for again goes to
/// <paramref name="DeadLetterQueue"/> in place of being handed out.</summary>
internal sealed record RedrivePolicy(SandboxQueue DeadLetterQueue, int MaxReceiveCount);
