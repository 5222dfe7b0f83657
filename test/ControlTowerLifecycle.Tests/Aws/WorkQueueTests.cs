using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class WorkQueueTests
{
    private const string Send = "SendMessageBatch";
    private const string Url = "https://sqs.eu-west-1.amazonaws.com/999999999999/work";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_is_sent_until_it_is_accepted()
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var refusal = 0; refusal < 4; refusal++)
            server.On(Send, "too-many-requests.json", 400);
        server.On(Send, "send-message-batch-accepted.json");

        await Queue(server).SendAsync(["a", "b", "c"], Token);

        Assert.Equal(5, server.Calls.Count);
    }

    [Fact]
    public async Task Entry_that_is_not_accepted_is_sent_alone_until_it_is()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Send, "send-message-batch-one-failed.json");
        for (var time = 0; time < 8; time++)
            server.On(Send, "send-message-batch-none.json");
        server.On(Send, "send-message-batch-last.json");

        await Queue(server).SendAsync(["a", "b", "c"], Token);

        Assert.Equal(10, server.Calls.Count);
        Assert.All(server.Calls.Skip(1), call => Assert.Contains(
            """[{"Id":"1","MessageBody":"b"}]""", call.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entry_with_a_fault_of_the_sender_fails_at_once()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Send, "send-message-batch-refused.json");

        var refused = await Assert.ThrowsAsync<AwsException>(() => Queue(server).SendAsync(["a", "b"], Token));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Batch_that_is_not_accepted_in_time_fails_with_its_last_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Send, "send-message-batch-one-failed.json");
        var time = new ManualTime();
        using var callersTime = new CancellationTokenSource();
        var sending = Queue(server, time).SendAsync(["a", "b", "c"], callersTime.Token);
        await time.TimerSetAsync(TimeSpan.FromSeconds(1));

        await callersTime.CancelAsync();

        Assert.Equal("InternalError", (await Assert.ThrowsAsync<AwsException>(() => sending)).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task Batch_of_a_size_that_SQS_refuses_is_not_sent(int size)
    {
        await using var server = await LoopbackServer.StartAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Queue(server).SendAsync([.. Enumerable.Repeat("body", size)], Token));

        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("nothing.json")]
    [InlineData("send-message-batch-unknown-failed.json")]
    [InlineData("send-message-batch-unknown-accepted.json")]
    [InlineData("send-message-batch-null-entry.json")]
    [InlineData("send-message-batch-other-checksum.json")]
    public async Task Entry_that_the_response_does_not_confirm_is_sent_again(string payload)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Send, payload).On(Send, "send-message-batch-accepted.json");

        await Queue(server).SendAsync(["a", "b", "c"], Token);

        Assert.Equal(2, server.Calls.Count);
    }

    private static WorkQueue Queue(LoopbackServer server, ManualTime? time = null) => new(
        server.Connection(), Url, time ?? new ManualTime { AutoAdvance = true });
}
