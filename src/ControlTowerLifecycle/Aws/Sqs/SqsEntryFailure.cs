using Amazon.SQS.Model;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>An entry of a batch that SQS did not accept.</summary>
/// <param name="Id">The id of the entry.</param>
/// <param name="Code">The error code; null if the response does not mention the entry.</param>
/// <param name="Kind">NeedsOperator if SQS reports a fault of the sender, else Retryable.</param>
internal sealed record SqsEntryFailure(string Id, string? Code, FailureKind Kind)
{
    /// <summary>
    /// SQS responds with HTTP 200 even if every entry failed. An entry that the response does not mention is not
    /// confirmed, and counts as failed. Ids that were not in the request are ignored.
    /// </summary>
    public static IReadOnlyList<SqsEntryFailure> Find(
        IReadOnlyList<SendMessageBatchRequestEntry> entries, SendMessageBatchResponse response)
    {
        HashSet<string> accepted = [.. (response.Successful ?? []).Select(entry => entry.Id)];
        var errors = (response.Failed ?? []).Where(error => error?.Id is not null).ToLookup(error => error.Id, StringComparer.Ordinal);
        return
        [
            .. from entry in entries
               let error = errors[entry.Id].FirstOrDefault()
               where error is not null || !accepted.Contains(entry.Id)
               select new SqsEntryFailure(
                   entry.Id,
                   error?.Code,
                   error?.SenderFault == true ? FailureKind.NeedsOperator : FailureKind.Retryable),
        ];
    }
}
