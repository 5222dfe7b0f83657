using System.Globalization;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>
/// The work queue in SQS. An entry that SQS does not take, which it says with HTTP 200, is sent again by itself. What a
/// retry can mend is sent until it is taken: a message that is in the queue twice is done once.
/// </summary>
internal sealed class WorkQueue(SqsClient sqs, string queueUrl, TimeProvider time) : IWorkQueue
{
    public int BatchSize => SqsClient.MaximumBatchSize;

    public Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        IReadOnlyList<SqsMessage> left =
            [.. messages.Select((body, index) => new SqsMessage(index.ToString(CultureInfo.InvariantCulture), body))];
        return Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            async _ =>
            {
                var result = await sqs.SendMessageBatchAsync(queueUrl, left, cancellationToken);
                var failed = result.Failed.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
                left = [.. left.Where(message => failed.Contains(message.Id))];
                return left is []
                    ? result
                    : throw AwsException.EntriesRefused(AwsService.Sqs, "SendMessageBatch", queueUrl, result.Failed);
            },
            time,
            cancellationToken);
    }
}
