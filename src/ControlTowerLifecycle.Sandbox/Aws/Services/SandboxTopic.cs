using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

internal sealed record TopicMessage(string Id, string? Subject, string Message, DateTimeOffset At);

/// <summary>An SNS topic without subscribers. It records the messages.</summary>
internal sealed class SandboxTopic(string arn)
{
    private readonly ConcurrentQueue<TopicMessage> _messages = new();

    public string Arn => arn;

    public IReadOnlyCollection<TopicMessage> Messages => _messages;

    public void Add(TopicMessage message) => _messages.Enqueue(message);
}
