using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>Messages that are received after a delay.</summary>
internal sealed class DelayedMessages(AwsConnection connection, string queueUrl) : IDelayedMessages
{
    /// <summary>SendMessage API reference, DelaySeconds.</summary>
    private static readonly TimeSpan MaximumDelay = TimeSpan.FromMinutes(15);

    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    public async Task<bool> SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        var seconds = (int)Math.Clamp(delay.TotalSeconds, 0, MaximumDelay.TotalSeconds);
        await AwsInvocation.InvokeAsync(
            AwsService.Sqs,
            "SendMessage",
            queueUrl,
            async () => Accepted(await _sqs.SendMessageAsync(
                new SendMessageRequest(queueUrl, body) { DelaySeconds = seconds }, cancellationToken)),
            cancellationToken);
        return true;
    }

    private static SendMessageResponse Accepted(SendMessageResponse response) =>
        string.IsNullOrEmpty(response.MessageId)
            ? throw new FormatException("The response has no message id, so the message may be lost.")
            : response;
}
