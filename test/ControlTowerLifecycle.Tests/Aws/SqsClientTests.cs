using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class SqsClientTests
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/999999999999/work";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_entries_a_queue_did_not_take_are_told_although_the_status_is_200()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("SendMessageBatch", "send-message-batch.json");

        var result = await new SqsClient(server.Connection()).SendMessageBatchAsync(
            Queue, [new("a", "1"), new("b", "2"), new("c", "3"), new("d", "4", TimeSpan.FromSeconds(90))], Token);

        Assert.Equal(["a"], result.Sent);
        Assert.Equal(
            [
                new SqsEntryFailure("b", "InvalidMessageContents", FailureKind.NeedsOperator),
                new SqsEntryFailure("c", "InternalError", FailureKind.Retryable),
                new SqsEntryFailure("d", null, FailureKind.Retryable),
            ],
            result.Failed);
        Assert.Contains(
            """{"Id":"d","MessageBody":"4","DelaySeconds":90}""",
            Assert.Single(server.Calls).Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task A_batch_of_a_size_that_sqs_refuses_is_not_sent(int size)
    {
        await using var server = await LoopbackServer.StartAsync();
        var messages = Enumerable.Range(0, size).Select(number => new SqsMessage($"m{number}", "body")).ToList();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => new SqsClient(server.Connection()).SendMessageBatchAsync(Queue, messages, Token));

        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task What_is_said_of_an_entry_that_nobody_sent_says_nothing()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("SendMessageBatch", "send-message-batch-stranger.json");

        var result = await new SqsClient(server.Connection())
            .SendMessageBatchAsync("https://queue", [new SqsMessage("a", "body")], Token);

        Assert.Empty(result.Sent);
        Assert.Equal([new SqsEntryFailure("a", null, FailureKind.Retryable)], result.Failed);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_an_answer()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ChangeMessageVisibility", _ => Task.CompletedTask);

        await new SqsClient(server.Connection())
            .ChangeMessageVisibilityAsync(Queue, "receipt", TimeSpan.FromMinutes(2), Token);

        Assert.Contains("\"VisibilityTimeout\":120", Assert.Single(server.Calls).Body, StringComparison.Ordinal);
    }
}
