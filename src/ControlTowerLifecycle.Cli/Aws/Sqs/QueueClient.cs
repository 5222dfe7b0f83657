using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Aws.Sqs;

/// <summary>A queue as an operator sees and handles it. Each method throws <see cref="AwsException"/> if SQS refuses or does
/// not respond.</summary>
internal sealed class QueueClient(AwsConnection connection, string queueUrl)
{
    private const string Waiting = "ApproximateNumberOfMessages";
    private const string InFlight = "ApproximateNumberOfMessagesNotVisible";
    private const string Delayed = "ApproximateNumberOfMessagesDelayed";

    /// <summary>Messages that are held are hidden from others until they are released, or for this time.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(2);

    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    /// <summary>How many messages it has. SQS counts approximately.</summary>
    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => CallAsync(
        "GetQueueAttributes",
        async () =>
        {
            var response = await _sqs.GetQueueAttributesAsync(queueUrl, [Waiting, InFlight, Delayed], cancellationToken);
            return new QueueCounts(Number(response, Waiting), Number(response, InFlight), Number(response, Delayed));
        },
        cancellationToken);

    /// <summary>The ARN of the queue, its policy and its redrive policy.</summary>
    public Task<QueueAttributes> ReadAttributesAsync(CancellationToken cancellationToken) => CallAsync(
        "GetQueueAttributes",
        async () =>
        {
            var attributes = (await _sqs.GetQueueAttributesAsync(
                queueUrl, ["QueueArn", "Policy", "RedrivePolicy"], cancellationToken)).Attributes ?? [];
            return new QueueAttributes(
                attributes.GetValueOrDefault("QueueArn") ?? throw new FormatException("The response has no QueueArn."),
                attributes.GetValueOrDefault("Policy"),
                attributes.GetValueOrDefault("RedrivePolicy"));
        },
        cancellationToken);

    /// <summary>Up to ten messages, which others can receive again after a second.</summary>
    public Task<IReadOnlyList<QueuedMessage>> PeekAsync(CancellationToken cancellationToken) =>
        ReceiveAsync(TimeSpan.FromSeconds(1), TimeSpan.Zero, cancellationToken);

    /// <summary>Reads every message that is visible, and holds it.</summary>
    public async IAsyncEnumerable<QueuedMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A receive that waits asks every server of SQS: an empty response then means that nothing is left.
        while (await ReceiveAsync(Held, TimeSpan.FromSeconds(1), cancellationToken) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
                yield return message;
        }
    }

    /// <summary>Makes a message visible again at once, if it is still held here.</summary>
    public Task ReleaseAsync(QueuedMessage message, CancellationToken cancellationToken) =>
        SetVisibilityAsync(message, TimeSpan.Zero, cancellationToken);

    /// <summary>Hides a message from others again, before something is done with it.</summary>
    /// <returns>False if it is no longer held here: its time ended, and another reader may have it.</returns>
    public Task<bool> HoldAsync(QueuedMessage message, CancellationToken cancellationToken) =>
        SetVisibilityAsync(message, Held, cancellationToken);

    /// <summary>Sends a message with the body of another one.</summary>
    /// <returns>The ID of the message, which the function's log names.</returns>
    public Task<string> SendAsync(string body, CancellationToken cancellationToken) => CallAsync(
        "SendMessage",
        async () => DeadLetterQueue.Accepted(await _sqs.SendMessageAsync(queueUrl, body, cancellationToken)).MessageId,
        cancellationToken);

    /// <summary>Deletes a message that is held here.</summary>
    public Task DeleteAsync(QueuedMessage message, CancellationToken cancellationToken) => CallAsync(
        "DeleteMessage", () => _sqs.DeleteMessageAsync(queueUrl, message.Receipt, cancellationToken), cancellationToken);

    private Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(
        TimeSpan hidden, TimeSpan wait, CancellationToken cancellationToken) => CallAsync(
        "ReceiveMessage",
        async () =>
        {
            var request = new ReceiveMessageRequest(queueUrl)
            {
                MaxNumberOfMessages = 10,
                VisibilityTimeout = (int)hidden.TotalSeconds,
                WaitTimeSeconds = (int)wait.TotalSeconds,
                MessageAttributeNames = ["All"],
                MessageSystemAttributeNames = ["SentTimestamp"],
            };
            var response = await ComparedSums.ReadAsync(() => _sqs.ReceiveMessageAsync(request, cancellationToken));
            return (IReadOnlyList<QueuedMessage>)[.. (response.Messages ?? []).Select(QueuedMessage.Read)];
        },
        cancellationToken);

    /// <returns>False if SQS refused. The message then becomes visible when its own time ends, two minutes at most.</returns>
    private async Task<bool> SetVisibilityAsync(QueuedMessage message, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(
                "ChangeMessageVisibility",
                () => _sqs.ChangeMessageVisibilityAsync(queueUrl, message.Receipt, (int)time.TotalSeconds, cancellationToken),
                cancellationToken);
            return true;
        }
        catch (AwsException refused) when (refused.Kind == FailureKind.NeedsOperator || refused.Status is 400)
        {
            return false;
        }
    }

    private Task<TResponse> CallAsync<TResponse>(
        string operation, Func<Task<TResponse>> call, CancellationToken cancellationToken) =>
        AwsInvocation.InvokeAsync(AwsService.Sqs, operation, queueUrl, call, cancellationToken);

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

/// <summary>How a queue is set up.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Policy">Its resource policy as JSON text; null if it has none.</param>
/// <param name="RedrivePolicy">Where failed messages go, as JSON text; null if nowhere.</param>
internal sealed record QueueAttributes(string Arn, string? Policy, string? RedrivePolicy);
