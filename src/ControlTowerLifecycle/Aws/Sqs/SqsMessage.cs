using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>One entry of a batch to send.</summary>
/// <param name="Id">Unique in the batch: up to 80 letters, digits, hyphens and underscores.</param>
/// <param name="Body">The text of the message.</param>
/// <param name="Delay">How long the queue holds it back, up to 15 minutes; null means the queue's own setting.</param>
internal sealed record SqsMessage(string Id, string Body, TimeSpan? Delay = null);

/// <summary>What became of a batch. A batch is answered with HTTP 200 even where every entry failed.</summary>
/// <param name="Sent">The ids of the entries the queue has.</param>
/// <param name="Failed">The entries it has not.</param>
internal sealed record SqsBatchResult(IReadOnlyList<string> Sent, IReadOnlyList<SqsEntryFailure> Failed);

/// <summary>An entry the queue did not take.</summary>
/// <param name="Id">Of the entry.</param>
/// <param name="Code">The error code, or null where the answer did not mention the entry at all.</param>
/// <param name="Kind">NeedsOperator if SQS says that the sender is at fault, else Retryable.</param>
internal sealed record SqsEntryFailure(string Id, string? Code, FailureKind Kind);
