using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>Calls back through a delayed message of the work queue.</summary>
/// <param name="connection">The connection to the region of the queue.</param>
/// <param name="queueUrl">The work queue.</param>
/// <param name="message">Creates the message of a cause.</param>
internal sealed class DigestTimer(AwsConnection connection, string queueUrl, Func<CauseId, string> message) : IDigestTimer
{
    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    /// <summary>The most that SQS delays a message.</summary>
    public TimeSpan Longest { get; } = TimeSpan.FromMinutes(15);

    public Task SetAsync(CauseId cause, TimeSpan delay, CancellationToken cancellationToken)
    {
        var request = new SendMessageRequest(queueUrl, message(cause))
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
