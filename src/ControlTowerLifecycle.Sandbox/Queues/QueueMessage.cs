namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>A message as one receive returns it.</summary>
/// <param name="MessageId">The same at every receive, and in the dead-letter queue.</param>
/// <param name="ReceiptHandle">Valid until the next receive of the message.</param>
/// <param name="Body">As sent.</param>
/// <param name="Md5OfBody">In lower-case hexadecimal digits.</param>
/// <param name="Attributes">ApproximateReceiveCount, SentTimestamp, SenderId, ApproximateFirstReceiveTimestamp. Dead
/// letters also have DeadLetterQueueSourceArn. Times are milliseconds since 1970.</param>
/// <param name="MessageAttributes">The message attributes of the sender; string values only.</param>
internal sealed record QueueMessage(
    string MessageId,
    string ReceiptHandle,
    string Body,
    string Md5OfBody,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> MessageAttributes);

/// <summary>The messages in a queue now, and the dead letters so far.</summary>
/// <param name="Visible">Available to the next receive.</param>
/// <param name="InFlight">Received and hidden.</param>
/// <param name="Delayed">Sent with a delay that has not ended.</param>
/// <param name="DeadLettered">Moved to the dead-letter queue since the queue was created.</param>
internal sealed record QueueCounts(int Visible, int InFlight, int Delayed, int DeadLettered)
{
    public bool IsEmpty => Visible + InFlight + Delayed == 0;
}
