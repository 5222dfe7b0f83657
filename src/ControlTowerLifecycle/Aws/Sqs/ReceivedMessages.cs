using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>Messages of an SQS queue that are in flight.</summary>
internal sealed class ReceivedMessages(SqsClient sqs, string queueUrl) : IReceivedMessages
{
    public Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken) =>
        sqs.ChangeMessageVisibilityAsync(queueUrl, receiptHandle, after, cancellationToken);
}
