using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>Calls back through a delayed message of the work queue.</summary>
internal sealed class DigestTimer(AwsConnection connection, string queueUrl) : IDigestTimer
{
    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    /// <summary>The most that SQS delays a message.</summary>
    public TimeSpan Longest { get; } = TimeSpan.FromMinutes(15);

    public Task SetAsync(CauseId cause, TimeSpan delay, CancellationToken cancellationToken)
    {
        var request = new SendMessageRequest(queueUrl, WorkMessage.ForDigest(cause))
        {
            DelaySeconds = (int)Math.Clamp(Math.Ceiling(delay.TotalSeconds), 1, Longest.TotalSeconds),
        };
        return AwsInvocation.InvokeAsync(
            AwsService.Sqs,
            "SendMessage",
            queueUrl,
            async () => DeadLetterQueue.Accepted(await _sqs.SendMessageAsync(request, cancellationToken)),
            cancellationToken);
    }
}
