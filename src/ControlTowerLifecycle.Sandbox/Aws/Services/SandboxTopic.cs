using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>A published message.</summary>
/// <param name="Id">The message ID.</param>
/// <param name="Subject">The subject of a mail.</param>
/// <param name="Message">The text of a subscriber whose protocol has none of its own.</param>
/// <param name="At">When it was published.</param>
internal sealed record TopicMessage(string Id, string? Subject, string Message, DateTimeOffset At)
{
    /// <summary>The texts for single protocols.</summary>
    public IReadOnlyDictionary<string, string> ByProtocol { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a subscriber receives.</summary>
    public string For(string protocol) => ByProtocol.GetValueOrDefault(protocol, Message);
}

/// <param name="Protocol">For example <c>email</c>.</param>
/// <param name="Endpoint">The address.</param>
/// <param name="IsConfirmed">Whether the subscriber confirmed. Until then it receives nothing.</param>
/// <param name="TopicArn">The topic.</param>
internal sealed record TopicSubscription(string Protocol, string Endpoint, bool IsConfirmed, string TopicArn)
{
    public string Arn => IsConfirmed ? $"{TopicArn}:{AwsNames.Unique("subscription", Endpoint, 32)}" : "PendingConfirmation";
}

/// <summary>An SNS topic. It records the messages instead of sending them to its subscribers.</summary>
internal sealed class SandboxTopic(string arn)
{
    private readonly ConcurrentQueue<TopicMessage> _messages = new();
    private readonly ConcurrentQueue<TopicSubscription> _subscriptions =
        new([new TopicSubscription("email", "operators@example.com", IsConfirmed: true, arn)]);


    public string Arn => arn;

    public IReadOnlyCollection<TopicMessage> Messages => _messages;

    /// <summary>One address that has confirmed; a test or a command can add others.</summary>
    public IReadOnlyCollection<TopicSubscription> Subscriptions => _subscriptions;

    public void Subscribe(TopicSubscription subscription) => _subscriptions.Enqueue(subscription);

    public void Add(TopicMessage message) => _messages.Enqueue(message);
}
