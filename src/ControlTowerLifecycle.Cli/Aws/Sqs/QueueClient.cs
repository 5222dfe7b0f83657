using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Sqs;

/// <summary>A queue as an operator sees it.</summary>
internal sealed class QueueClient(AwsConnection connection, string queueUrl)
{
    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    /// <summary>How many messages it has. SQS counts approximately.</summary>
    /// <exception cref="AwsException">SQS refuses or does not respond.</exception>
    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => AwsInvocation.InvokeAsync(
        AwsService.Sqs,
        "GetQueueAttributes",
        queueUrl,
        async () =>
        {
            var response = await _sqs.GetQueueAttributesAsync(
                queueUrl,
                [
                    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
                ],
                cancellationToken);
            return new QueueCounts(
                Number(response, "ApproximateNumberOfMessages"),
                Number(response, "ApproximateNumberOfMessagesNotVisible"),
                Number(response, "ApproximateNumberOfMessagesDelayed"));
        },
        cancellationToken);

    /// <summary>Up to ten messages, which others can receive again after a second.</summary>
    /// <exception cref="AwsException">SQS refuses or does not respond.</exception>
    public Task<IReadOnlyList<PeekedMessage>> PeekAsync(CancellationToken cancellationToken) => AwsInvocation.InvokeAsync(
        AwsService.Sqs,
        "ReceiveMessage",
        queueUrl,
        async () =>
        {
            var response = await _sqs.ReceiveMessageAsync(
                new ReceiveMessageRequest(queueUrl)
                {
                    MaxNumberOfMessages = 10,
                    VisibilityTimeout = 1,
                    MessageAttributeNames = ["All"],
                    MessageSystemAttributeNames = ["SentTimestamp"],
                },
                cancellationToken);
            return (IReadOnlyList<PeekedMessage>)[.. (response.Messages ?? []).Select(Peeked)];
        },
        cancellationToken);

    private static PeekedMessage Peeked(Message message) => new(
        message.Body ?? "",
        message.Attributes?.GetValueOrDefault("SentTimestamp") is { } sent
            && long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null,
        (message.MessageAttributes ?? []).ToDictionary(
            attribute => attribute.Key, attribute => attribute.Value.StringValue ?? "", StringComparer.Ordinal));

    private static int Number(GetQueueAttributesResponse response, string name) =>
        int.TryParse(response.Attributes?.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"The response has no number {name}.");
}

/// <summary>The messages of a queue.</summary>
/// <param name="Waiting">That can be received.</param>
/// <param name="InFlight">That a function works on, or that wait for their next attempt.</param>
/// <param name="Delayed">That become receivable later.</param>
internal sealed record QueueCounts(int Waiting, int InFlight, int Delayed);

/// <summary>A message that stays in its queue.</summary>
/// <param name="Body">Its body.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Attributes">Its text attributes.</param>
internal sealed record PeekedMessage(string Body, DateTimeOffset? SentAt, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The accounts that a dead letter names.</summary>
    public IReadOnlyList<string> AccountIds =>
        Attributes.GetValueOrDefault("accountId", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}
