using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>Queues of the caller's region.</summary>
/// <remarks>
/// A send whose answer was lost is sent again, and the queue may then hold the message twice. A standard queue delivers
/// more than once anyway; whoever receives must take a second delivery for a matter of course.
/// Every method throws <see cref="AwsException"/> where SQS refuses or does not answer.
/// </remarks>
internal sealed class SqsClient(AwsConnection connection)
{
    /// <summary>The most entries SQS takes in one batch.</summary>
    public const int MaximumBatchSize = 10;

    /// <summary>1 MiB: the most bytes a message has, with the names, types and values of its attributes.</summary>
    public const int LargestMessage = 1024 * 1024;

    private readonly JsonApi _api = new(connection, AwsService.Sqs, "AmazonSQS", "1.0");

    /// <summary>Puts one message on a queue and returns its message id.</summary>
    /// <param name="queueUrl">The URL of the queue.</param>
    /// <param name="body">The text of the message.</param>
    /// <param name="delay">
    /// How long the queue holds it back, up to 15 minutes; null means the queue's own setting.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> SendMessageAsync(
        string queueUrl, string body, TimeSpan? delay, CancellationToken cancellationToken)
    {
        var answer = await _api.CallAsync(
            "SendMessage",
            queueUrl,
            new SendMessageRequest(queueUrl, body, Seconds(delay)),
            SqsWireContext.Default.SendMessageRequest,
            SqsWireContext.Default.SendMessageResponse,
            cancellationToken);
        return answer.MessageId;
    }

    /// <summary>Puts one message on a queue with texts beside its body, and returns its message id.</summary>
    /// <param name="queueUrl">The URL of the queue.</param>
    /// <param name="body">The text of the message.</param>
    /// <param name="attributes">
    /// Ten at most, none with an empty value. They count towards <see cref="LargestMessage"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> SendWithAttributesAsync(
        string queueUrl,
        string body,
        IReadOnlyDictionary<string, string> attributes,
        CancellationToken cancellationToken)
    {
        var wire = attributes.ToDictionary(
            pair => pair.Key, pair => new MessageAttributeWire("String", pair.Value), StringComparer.Ordinal);
        var answer = await _api.CallAsync(
            "SendMessage",
            queueUrl,
            new SendMessageRequest(queueUrl, body, DelaySeconds: null) { MessageAttributes = wire },
            SqsWireContext.Default.SendMessageRequest,
            SqsWireContext.Default.SendMessageResponse,
            cancellationToken);
        return answer.MessageId;
    }

    /// <summary>
    /// Puts up to <see cref="MaximumBatchSize"/> messages on a queue. Look at the failed entries: this returns normally
    /// with them.
    /// </summary>
    public async Task<SqsBatchResult> SendMessageBatchAsync(
        string queueUrl, IReadOnlyList<SqsMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count, nameof(messages));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messages.Count, MaximumBatchSize, nameof(messages));
        var answer = await _api.CallAsync(
            "SendMessageBatch",
            queueUrl,
            new SendMessageBatchRequest(queueUrl, [.. messages.Select(Entry)]),
            SqsWireContext.Default.SendMessageBatchRequest,
            SqsWireContext.Default.SendMessageBatchResponse,
            cancellationToken);
        return Result(messages, answer);
    }

    /// <summary>Sets when a received message becomes visible again, counted from now: 0 s to 12 h.</summary>
    public Task ChangeMessageVisibilityAsync(
        string queueUrl, string receiptHandle, TimeSpan visibilityTimeout, CancellationToken cancellationToken) =>
        _api.TellAsync(
            "ChangeMessageVisibility",
            queueUrl,
            new ChangeMessageVisibilityRequest(queueUrl, receiptHandle, (int)visibilityTimeout.TotalSeconds),
            SqsWireContext.Default.ChangeMessageVisibilityRequest,
            cancellationToken);

    /// <summary>
    /// Attributes of a queue by the names of the API reference, for example <c>ApproximateNumberOfMessages</c>.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> GetQueueAttributesAsync(
        string queueUrl, IReadOnlyList<string> attributeNames, CancellationToken cancellationToken)
    {
        var answer = await _api.CallAsync(
            "GetQueueAttributes",
            queueUrl,
            new GetQueueAttributesRequest(queueUrl, attributeNames),
            SqsWireContext.Default.GetQueueAttributesRequest,
            SqsWireContext.Default.GetQueueAttributesResponse,
            cancellationToken);
        return answer.Attributes ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private static BatchEntryWire Entry(SqsMessage message) => new(message.Id, message.Body, Seconds(message.Delay));

    private static int? Seconds(TimeSpan? delay) => (int?)delay?.TotalSeconds;

    // An entry that the answer does not mention was not confirmed, and what is not confirmed was not sent. What it says
    // of entries that nobody sent says nothing.
    private static SqsBatchResult Result(IReadOnlyList<SqsMessage> messages, SendMessageBatchResponse answer)
    {
        HashSet<string> asked = [.. messages.Select(message => message.Id)];
        List<string> sent = [.. (answer.Successful ?? []).Select(entry => entry.Id).Where(asked.Contains)];
        List<SqsEntryFailure> failed =
        [
            .. (answer.Failed ?? []).Where(entry => asked.Contains(entry.Id)).Select(entry =>
                new SqsEntryFailure(entry.Id, entry.Code, entry.SenderFault ? FailureKind.NeedsOperator : FailureKind.Retryable)),
        ];
        HashSet<string> mentioned = [.. sent, .. failed.Select(entry => entry.Id)];
        failed.AddRange(messages
            .Where(message => !mentioned.Contains(message.Id))
            .Select(message => new SqsEntryFailure(message.Id, Code: null, FailureKind.Retryable)));
        return new SqsBatchResult(sent, failed);
    }
}
