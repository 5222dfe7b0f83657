using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Aws.Sqs;

/// <summary>A queue as an operator handles it: read without removing, send, delete.</summary>
internal sealed class LetterQueue(AwsConnection connection, string url)
{
    /// <summary>Messages that are read are hidden from others until they are released, or for this time.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(2);

    private const string All = nameof(All);

    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    /// <summary>Reads every message that is visible.</summary>
    /// <exception cref="AwsException">SQS refuses or does not respond.</exception>
    public async IAsyncEnumerable<QueuedMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var request = new ReceiveMessageRequest(url)
            {
                MaxNumberOfMessages = 10,
                VisibilityTimeout = (int)Hidden.TotalSeconds,
                // A receive that waits asks every server of SQS: an empty response then means that nothing is left.
                WaitTimeSeconds = 1,
                MessageAttributeNames = [All],
                MessageSystemAttributeNames = [All],
            };
            var response = await CallAsync(
                "ReceiveMessage", () => _sqs.ReceiveMessageAsync(request, cancellationToken), cancellationToken);
            if (response.Messages is not { Count: > 0 } messages)
                yield break;

            foreach (var message in messages)
                yield return Read(message);
        }
    }

    /// <summary>Makes a message visible again at once, if it is still held here.</summary>
    public Task ReleaseAsync(QueuedMessage message, CancellationToken cancellationToken) =>
        SetVisibilityAsync(message, TimeSpan.Zero, cancellationToken);

    /// <summary>Hides a message from others again, before something is done with it.</summary>
    /// <returns>False if it is no longer held here: its time ended, and another reader may have it.</returns>
    public Task<bool> HoldAsync(QueuedMessage message, CancellationToken cancellationToken) =>
        SetVisibilityAsync(message, Hidden, cancellationToken);

    /// <returns>False if SQS refused. The message then becomes visible when its own time ends, two minutes at most.</returns>
    private async Task<bool> SetVisibilityAsync(QueuedMessage message, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(
                "ChangeMessageVisibility",
                () => _sqs.ChangeMessageVisibilityAsync(url, message.Receipt, (int)time.TotalSeconds, cancellationToken),
                cancellationToken);
            return true;
        }
        catch (AwsException refused) when (refused.Kind == FailureKind.NeedsOperator || refused.Status is 400)
        {
            return false;
        }
    }

    /// <summary>Sends a message with the body of another one.</summary>
    public Task SendAsync(string body, CancellationToken cancellationToken) => CallAsync(
        "SendMessage", () => _sqs.SendMessageAsync(url, body, cancellationToken), cancellationToken);

    /// <summary>Deletes a message that was read.</summary>
    public Task DeleteAsync(QueuedMessage message, CancellationToken cancellationToken) => CallAsync(
        "DeleteMessage", () => _sqs.DeleteMessageAsync(url, message.Receipt, cancellationToken), cancellationToken);

    private Task<TResponse> CallAsync<TResponse>(
        string operation, Func<Task<TResponse>> call, CancellationToken cancellationToken) =>
        AwsInvocation.InvokeAsync(AwsService.Sqs, operation, url, call, cancellationToken);

    private static QueuedMessage Read(Message message) => new(
        message.MessageId,
        message.ReceiptHandle,
        message.Body ?? "",
        message.Attributes?.GetValueOrDefault("SentTimestamp") is { } sent
            && long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null,
        (message.MessageAttributes ?? []).ToDictionary(
            attribute => attribute.Key, attribute => attribute.Value.StringValue ?? "", StringComparer.Ordinal));
}

/// <summary>A message that was read.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Receipt">The receipt handle, which deletes or releases it.</param>
/// <param name="Body">The body.</param>
/// <param name="SentAt">When it was sent to this queue; null if SQS did not say.</param>
/// <param name="Attributes">The message attributes of type String.</param>
internal sealed record QueuedMessage(
    string Id, string Receipt, string Body, DateTimeOffset? SentAt, IReadOnlyDictionary<string, string> Attributes);
