namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// An SQS standard queue. A received message is invisible for a time and is then delivered again with another receipt,
/// unless it was deleted. Messages can be delivered twice and in any order. A message that was received too often
/// becomes a dead letter.
/// </summary>
internal sealed class SimulatedQueue(TimeProvider time)
{
    public const int MaximumReceives = 20;

    /// <summary>Six times the timeout of the function.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(12);

    private readonly List<SimulatedMessage> _messages = [];
    private bool _isReversed;

    /// <summary>The bodies of messages that were received too often.</summary>
    public List<string> DeadLetters { get; } = [];

    /// <summary>The highest receive count of all messages.</summary>
    public int MaximumReceiveCount => _messages.Max(message => message.ReceiveCount);

    public bool IsEmpty => _messages.TrueForAll(message => message.IsDeleted);

    /// <summary>The time until the next message is visible; null if the queue is empty.</summary>
    public TimeSpan? UntilVisible => Remaining.MinBy(message => message.VisibleAt) is { } next
        ? TimeSpan.FromTicks(Math.Max(0, (next.VisibleAt - time.GetUtcNow()).Ticks))
        : null;

    private IEnumerable<SimulatedMessage> Remaining => _messages.Where(message => !message.IsDeleted);

    public void Send(string body) => Send(body, TimeSpan.Zero);

    public void Send(string body, TimeSpan delay) =>
        _messages.Add(new SimulatedMessage($"m{_messages.Count + 1}", body) { VisibleAt = time.GetUtcNow() + delay });

    public IReadOnlyList<SimulatedMessage> Receive(int maximum)
    {
        var now = time.GetUtcNow();
        var visible = Remaining.Where(message => message.VisibleAt <= now).ToList();
        if (_isReversed)
            visible.Reverse();

        SimulatedMessage[] received = [.. visible.Take(maximum).Where(message => !TryMoveToDeadLetters(message))];
        foreach (var message in received)
        {
            message.ReceiveCount++;
            message.VisibleAt = now + Visibility;
        }

        return received;
    }

    public void Delete(string id) => Find(id).IsDeleted = true;

    /// <returns>False if the message is no longer in flight.</returns>
    public bool ReturnAfter(string receipt, TimeSpan after)
    {
        var message = Find(receipt.Split('#')[0]);
        if (message.IsDeleted || message.VisibleAt <= time.GetUtcNow())
            return false;

        message.VisibleAt = time.GetUtcNow() + after;
        return true;
    }

    /// <summary>At-least-once delivery can deliver a message again even after it was deleted.</summary>
    public void Redeliver(int index)
    {
        var message = _messages[index % _messages.Count];
        message.IsDeleted = false;
        message.VisibleAt = time.GetUtcNow();
    }

    public void Reverse() => _isReversed = !_isReversed;

    private SimulatedMessage Find(string id) => _messages.Single(message => message.Id == id);

    private bool TryMoveToDeadLetters(SimulatedMessage message)
    {
        if (message.ReceiveCount < MaximumReceives)
            return false;

        message.IsDeleted = true;
        DeadLetters.Add(message.Body);
        return true;
    }
}

internal sealed record SimulatedMessage(string Id, string Body)
{
    public int ReceiveCount { get; set; }

    public DateTimeOffset VisibleAt { get; set; }

    public bool IsDeleted { get; set; }

    public string Receipt => $"{Id}#{ReceiveCount}";
}
