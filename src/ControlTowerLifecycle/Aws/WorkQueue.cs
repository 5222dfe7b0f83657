using System.Globalization;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// The work queue in SQS. An entry that SQS does not take, which it says with HTTP 200, is sent again by itself.
/// </summary>
internal sealed class WorkQueue(SqsClient sqs, string queueUrl, TimeProvider time) : IWorkQueue
{
    private const int Attempts = 5;

    public int BatchSize => SqsClient.MaximumBatchSize;

    public async Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        IReadOnlyList<SqsMessage> left =
            [.. messages.Select((body, index) => new SqsMessage(index.ToString(CultureInfo.InvariantCulture), body))];
        for (var attempt = 1; ; attempt++)
        {
            var result = await sqs.SendMessageBatchAsync(queueUrl, left, cancellationToken);
            if (result.Failed is [])
                return;

            if (attempt == Attempts || result.Failed.Any(entry => entry.Remedy == Remedy.Person))
                throw AwsException.EntriesRefused(AwsService.Sqs, "SendMessageBatch", queueUrl, result.Failed);

            var failed = result.Failed.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            left = [.. left.Where(message => failed.Contains(message.Id))];
            await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), time, cancellationToken);
        }
    }
}
