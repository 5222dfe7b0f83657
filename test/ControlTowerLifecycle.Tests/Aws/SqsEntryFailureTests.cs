using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class SqsEntryFailureTests
{
    [Fact]
    public void Refused_and_unmentioned_entries_are_failures_with_their_kind() => Assert.Equal(
        [
            new SqsEntryFailure("b", "InvalidMessageContents", FailureKind.NeedsOperator),
            new SqsEntryFailure("c", "InternalError", FailureKind.Retryable),
            new SqsEntryFailure("d", null, FailureKind.Retryable),
        ],
        SqsEntryFailure.Find(Entries("a", "b", "c", "d"), new SendMessageBatchResponse
        {
            Successful = [new() { Id = "a" }],
            Failed =
            [
                new() { Id = "b", Code = "InvalidMessageContents", SenderFault = true },
                new() { Id = "c", Code = "InternalError", SenderFault = false },
            ],
        }));

    [Fact]
    public void Entry_that_was_not_sent_is_ignored() => Assert.Equal(
        [new SqsEntryFailure("a", null, FailureKind.Retryable)],
        SqsEntryFailure.Find(Entries("a"), new SendMessageBatchResponse
        {
            Failed = [new() { Id = "other", Code = "InternalError", SenderFault = true }],
        }));

    [Fact]
    public void Entry_that_is_reported_both_ways_counts_as_failed() => Assert.Equal(
        [new SqsEntryFailure("a", "InternalError", FailureKind.Retryable)],
        SqsEntryFailure.Find(Entries("a"), new SendMessageBatchResponse
        {
            Successful = [new() { Id = "a" }],
            Failed = [new() { Id = "a", Code = "InternalError", SenderFault = false }],
        }));

    private static List<SendMessageBatchRequestEntry> Entries(params string[] ids) =>
        [.. ids.Select(id => new SendMessageBatchRequestEntry(id, "body"))];
}
