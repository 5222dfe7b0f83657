using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Queue_accepts_messages_and_returns_its_attributes()
    {
        var sqs = new SqsClient(Connect());
        var batch = Enumerable.Range(0, SqsClient.MaximumBatchSize)
            .Select(number => new SqsMessage($"m{number}", "body"))
            .ToList();

        var messageId = await sqs.SendMessageAsync(Emulator.QueueUrl, "body", TimeSpan.FromSeconds(5), Token);
        var idWithAttributes = await sqs.SendWithAttributesAsync(
            Emulator.QueueUrl, "body", Tags("cause", "it failed: \"ü\""), Token);
        var result = await sqs.SendMessageBatchAsync(Emulator.QueueUrl, batch, Token);
        await sqs.ChangeMessageVisibilityAsync(
            Emulator.QueueUrl, Emulator.ReceiptHandle, TimeSpan.FromMinutes(3), Token);
        var attributes = await sqs.GetQueueAttributesAsync(
            Emulator.QueueUrl, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], Token);

        Assert.NotEmpty(messageId);
        Assert.NotEmpty(idWithAttributes);
        Assert.Equal(SqsClient.MaximumBatchSize, result.Sent.Count);
        Assert.Empty(result.Failed);
        Assert.Equal("11", attributes["ApproximateNumberOfMessages"]);
        Assert.Equal("1", attributes["ApproximateNumberOfMessagesNotVisible"]);
    }

    [Fact]
    public async Task Topic_accepts_a_notification() =>
        Assert.NotEmpty(await new SnsClient(Connect()).PublishAsync(
            Emulator.TopicArn, "Account 111122223333 is not protected", "Zeile 1\nZeile 2 ü", Token));

    [Fact]
    public async Task Missing_queue_and_topic_need_the_operator()
    {
        var queue = await Assert.ThrowsAsync<AwsException>(
            () => new SqsClient(Connect()).SendMessageAsync($"{Emulator.QueueUrl}-missing", "body", null, Token));
        var topic = await Assert.ThrowsAsync<AwsException>(
            () => new SnsClient(Connect()).PublishAsync($"{Emulator.TopicArn}-missing", "subject", "message", Token));

        Assert.Equal(FailureKind.NeedsOperator, queue.Kind);
        Assert.Contains("queue", queue.Advice, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NeedsOperator, topic.Kind);
        Assert.Contains("topic", topic.Advice, StringComparison.Ordinal);
    }
}
