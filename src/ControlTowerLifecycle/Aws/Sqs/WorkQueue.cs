using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>
/// The work queue in SQS. Entries that SQS does not accept are sent again without the accepted ones, until all are
/// accepted. A response can get lost, so a message can be in the queue twice: the receiver of a standard queue has to
/// expect that anyway.
/// </summary>
internal sealed class WorkQueue(AwsConnection connection, string queueUrl, TimeProvider time) : IWorkQueue
{
    private const string SendMessageBatch = "SendMessageBatch";

    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    /// <summary>The most entries that SQS accepts in one batch.</summary>
    public int BatchSize => 10;

    public Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count, nameof(messages));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messages.Count, BatchSize, nameof(messages));
        List<SendMessageBatchRequestEntry> unsent =
            [.. messages.Select((body, index) => new SendMessageBatchRequestEntry(index.ToString(CultureInfo.InvariantCulture), body))];
        return Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            async _ =>
            {
                var failures = await SendBatchAsync(unsent, cancellationToken);
                unsent = [.. unsent.Where(entry => failures.Any(failure => failure.Id == entry.Id))];
                if (unsent is not [])
                    throw AwsException.ForFailedEntries(AwsService.Sqs, SendMessageBatch, queueUrl, failures);
            },
            time,
            cancellationToken);
    }

    private async Task<IReadOnlyList<SqsEntryFailure>> SendBatchAsync(
        List<SendMessageBatchRequestEntry> entries, CancellationToken cancellationToken)
    {
        var response = await AwsInvocation.InvokeAsync(
            AwsService.Sqs,
            SendMessageBatch,
            queueUrl,
            () => ComparedSums.ReadAsync(
                () => _sqs.SendMessageBatchAsync(new SendMessageBatchRequest(queueUrl, entries), cancellationToken)),
            cancellationToken);
        return SqsEntryFailure.Find(entries, response);
    }
}
