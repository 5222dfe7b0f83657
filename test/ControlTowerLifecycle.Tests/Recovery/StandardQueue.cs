namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// A standard queue of SQS: what is received is hidden for a while and comes again unless it is deleted, each time with
/// another receipt; a message may come twice and in any order, and is a dead letter when it was received too often.
/// </summary>
internal sealed class StandardQueue(TimeProvider time)
{
    public const int MaximumReceives = 20;

    /// <summary>Six times the function's timeout.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(12);

    private readonly List<QueuedMessage> _messages = [];
    private bool _isTurned;

    /// <summary>What was received too often.</summary>
    public List<string> DeadLetters { get; } = [];

    /// <summary>How often the message was received that was received most often.</summary>
    public int MostReceives => _messages.Max(message => message.ReceiveCount);

    public bool IsEmpty => _messages.TrueForAll(message => message.IsDeleted);

    /// <summary>How long until a message can be received; null where there is none.</summary>
    public TimeSpan? UntilVisible => Kept.MinBy(message => message.VisibleAt) is { } next
        ? TimeSpan.FromTicks(Math.Max(0, (next.VisibleAt - time.GetUtcNow()).Ticks))
        : null;

    private IEnumerable<QueuedMessage> Kept => _messages.Where(message => !message.IsDeleted);

    public void Send(string body) =>
        _messages.Add(new QueuedMessage($"m{_messages.Count + 1}", body) { VisibleAt = time.GetUtcNow() });

    public IReadOnlyList<QueuedMessage> Receive(int most)
    {
        var now = time.GetUtcNow();
        var visible = Kept.Where(message => message.VisibleAt <= now).ToList();
        if (_isTurned)
            visible.Reverse();

        QueuedMessage[] received = [.. visible.Take(most).Where(message => !IsGivenUp(message))];
        foreach (var message in received)
        {
            message.ReceiveCount++;
            message.VisibleAt = now + Visibility;
        }

        return received;
    }

    public void Delete(string id) => Find(id).IsDeleted = true;

    /// <returns>False where it is not in hand any more.</returns>
    public bool ReturnAfter(string receipt, TimeSpan after)
    {
        var message = Find(receipt.Split('#')[0]);
        if (message.IsDeleted || message.VisibleAt <= time.GetUtcNow())
            return false;

        message.VisibleAt = time.GetUtcNow() + after;
        return true;
    }

    /// <summary>At least once may be twice, even after it was deleted.</summary>
    public void DeliverAgain(int index)
    {
        var message = _messages[index % _messages.Count];
        message.IsDeleted = false;
        message.VisibleAt = time.GetUtcNow();
    }

    public void Turn() => _isTurned = !_isTurned;

    private QueuedMessage Find(string id) => _messages.Single(message => message.Id == id);

    private bool IsGivenUp(QueuedMessage message)
    {
        if (message.ReceiveCount < MaximumReceives)
            return false;

        message.IsDeleted = true;
        DeadLetters.Add(message.Body);
        return true;
    }
}

internal sealed record QueuedMessage(string Id, string Body)
{
    public int ReceiveCount { get; set; }

    public DateTimeOffset VisibleAt { get; set; }

    public bool IsDeleted { get; set; }

    public string Receipt => $"{Id}#{ReceiveCount}";
}
