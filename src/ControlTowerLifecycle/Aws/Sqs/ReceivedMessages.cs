using Amazon.SQS;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>Messages of an SQS queue that are in flight.</summary>
internal sealed class ReceivedMessages(AwsConnection connection, string queueUrl) : IReceivedMessages
{
    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    public Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken) =>
        AwsInvocation.InvokeAsync(
            AwsService.Sqs,
            "ChangeMessageVisibility",
            queueUrl,
            () => _sqs.ChangeMessageVisibilityAsync(queueUrl, receiptHandle, (int)after.TotalSeconds, cancellationToken),
            cancellationToken);
}
