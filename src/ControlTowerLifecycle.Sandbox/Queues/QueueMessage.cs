namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>A message as one receive hands it out.</summary>
/// <param name="MessageId">The same at every receive, and in the dead-letter queue.</param>
/// <param name="ReceiptHandle">Good for this receive only: the next one makes it stale.</param>
/// <param name="Body">What was sent, unchanged.</param>
/// <param name="Md5OfBody">In lower-case hexadecimal digits.</param>
/// <param name="Attributes">ApproximateReceiveCount, SentTimestamp, SenderId, ApproximateFirstReceiveTimestamp, and
/// DeadLetterQueueSourceArn on a dead letter. Times are milliseconds since 1970.</param>
/// <param name="MessageAttributes">What the sender put beside the body; string values only.</param>
internal sealed record QueueMessage(
    string MessageId,
    string ReceiptHandle,
    string Body,
    string Md5OfBody,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> MessageAttributes);

/// <summary>How many messages a queue holds now, and how many it has moved to its dead-letter queue so far.</summary>
/// <param name="Visible">To be had by the next receive.</param>
/// <param name="InFlight">Received and hidden.</param>
/// <param name="Delayed">Sent with a delay that is not over.</param>
/// <param name="DeadLettered">Moved to the dead-letter queue since the queue was made.</param>
internal sealed record QueueCounts(int Visible, int InFlight, int Delayed, int DeadLettered)
{
    /// <summary>Nothing is waiting, hidden or delayed.</summary>
    public bool IsEmpty => Visible + InFlight + Delayed == 0;
}
