using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Tests.Sandbox.Queues;

public sealed class SandboxQueueTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SandboxQueue _deadLetters;
    private readonly SandboxQueue _queue;

    public SandboxQueueTests()
    {
        _deadLetters = new SandboxQueue(new QueueSettings { Name = "dead-letters" }, _time);
        var redrive = new RedrivePolicy(_deadLetters, MaxReceiveCount: 2);
        _queue = new SandboxQueue(new QueueSettings { Name = "work", RedrivePolicy = redrive }, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queue.Dispose();
        _deadLetters.Dispose();
    }

    [Fact]
    public void Received_message_is_hidden_until_its_visibility_timeout_ends()
    {
        _queue.Send("one");

        Assert.Single(_queue.Receive(10));
        Assert.Equal(new QueueCounts(Visible: 0, InFlight: 1, Delayed: 0, DeadLettered: 0), _queue.Counts);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(_queue.Receive(10));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_queue.Receive(10));
    }

    [Fact]
    public void Deleted_message_is_never_received_again()
    {
        _queue.Send("one");

        Assert.True(_queue.Delete(_queue.Receive(1)[0].ReceiptHandle));
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(_queue.Receive(1));
        Assert.True(_queue.Counts.IsEmpty);
    }

    [Fact]
    public void Ended_delay_makes_a_delayed_message_visible_and_no_received_one()
    {
        _queue.Send("received");
        _queue.Receive(1);
        _queue.Send("delayed", new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromMinutes(15));
        Assert.Empty(_queue.Receive(1));

        Assert.Equal(1, _queue.EndDelays());

        Assert.Equal(["delayed"], _queue.Receive(10).Select(message => message.Body));
    }

    [Fact]
    public void Only_the_receipt_handle_of_the_latest_receive_is_valid()
    {
        _queue.Send("one");
        var first = _queue.Receive(1)[0];
        _time.Advance(TimeSpan.FromSeconds(30));
        var second = _queue.Receive(1)[0];

        Assert.False(_queue.Delete(first.ReceiptHandle));
        Assert.False(_queue.ChangeVisibility(first.ReceiptHandle, TimeSpan.Zero));
        Assert.True(_queue.Delete(second.ReceiptHandle));
    }

    [Fact]
    public void Message_is_deleted_after_its_visibility_timeout_if_no_other_receive_happened()
    {
        _queue.Send("one");
        var received = _queue.Receive(1)[0];
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.False(_queue.ChangeVisibility(received.ReceiptHandle, TimeSpan.FromMinutes(1)));
        Assert.True(_queue.Delete(received.ReceiptHandle));
    }

    [Fact]
    public void Changed_visibility_timeout_counts_from_now()
    {
        _queue.Send("one");
        var received = _queue.Receive(1)[0];
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.True(_queue.ChangeVisibility(received.ReceiptHandle, TimeSpan.FromMinutes(2)));
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.Empty(_queue.Receive(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_queue.Receive(1));
    }

    [Fact]
    public void Message_with_visibility_timeout_zero_is_received_at_once()
    {
        _queue.Send("one");

        _queue.ChangeVisibility(_queue.Receive(1)[0].ReceiptHandle, TimeSpan.Zero);

        Assert.Single(_queue.Receive(1));
    }

    [Fact]
    public void Message_becomes_a_dead_letter_at_the_receive_after_the_last_allowed_one()
    {
        var id = _queue.Send("one");
        for (var receive = 1; receive <= 2; receive++)
        {
            Assert.Single(_queue.Receive(1));
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Empty(_queue.Receive(1));
        var dead = Assert.Single(_deadLetters.Receive(1));
        Assert.Equal(id, dead.MessageId);
        Assert.Equal("3", dead.Attributes["ApproximateReceiveCount"]);
        Assert.Equal(_queue.Arn, dead.Attributes["DeadLetterQueueSourceArn"]);
        Assert.Equal(1, _queue.Counts.DeadLettered);
    }

    [Fact]
    public void Attributes_have_send_time_first_receive_time_and_receive_count()
    {
        var sent = _time.GetUtcNow();
        _queue.Send("hello");
        _time.Advance(TimeSpan.FromSeconds(5));
        _queue.Receive(1);
        _time.Advance(TimeSpan.FromSeconds(30));

        var message = _queue.Receive(1)[0];

        Assert.Equal("2", message.Attributes["ApproximateReceiveCount"]);
        Assert.Equal($"{sent.ToUnixTimeMilliseconds()}", message.Attributes["SentTimestamp"]);
        Assert.Equal(
            $"{sent.AddSeconds(5).ToUnixTimeMilliseconds()}", message.Attributes["ApproximateFirstReceiveTimestamp"]);
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", message.Md5OfBody);
    }

    [Fact]
    public void Delayed_message_is_neither_visible_nor_in_flight()
    {
        _queue.Send("later", new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromSeconds(10));

        Assert.Empty(_queue.Receive(1));
        Assert.Equal(1, _queue.Counts.Delayed);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(_queue.Receive(1));
    }

    [Fact]
    public async Task Waiting_caller_is_notified_of_a_sent_message()
    {
        var waiting = _queue.WaitForMessageAsync(Token);
        Assert.False(waiting.IsCompleted);

        _queue.Send("one");

        await waiting;
    }

    [Fact]
    public async Task Waiting_caller_is_notified_of_a_message_that_becomes_visible_again()
    {
        _queue.Send("one");
        _queue.Receive(1);
        var waiting = _queue.WaitForMessageAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(30));

        await waiting;
        Assert.Single(_queue.Receive(1));
    }

    [Fact]
    public async Task Wait_for_an_empty_queue_ends_when_the_last_message_is_deleted()
    {
        _queue.Send("one");
        var received = _queue.Receive(1)[0];
        var waiting = _queue.WaitUntilEmptyAsync(Token);
        Assert.False(waiting.IsCompleted);

        _queue.Delete(received.ReceiptHandle);

        await waiting;
    }

    [Fact]
    public void Duplicate_has_another_receipt_handle_and_survives_the_deletion()
    {
        _queue.Faults.DuplicateNext(1);
        _queue.Send("one");
        var first = _queue.Receive(10)[0];
        _queue.Delete(first.ReceiptHandle);

        var again = Assert.Single(_queue.Receive(10));

        Assert.Equal(first.MessageId, again.MessageId);
        Assert.NotEqual(first.ReceiptHandle, again.ReceiptHandle, StringComparer.Ordinal);
        _queue.Delete(again.ReceiptHandle);
        Assert.True(_queue.Counts.IsEmpty);
    }

    [Fact]
    public void Reordering_queue_returns_the_newest_message_first()
    {
        _queue.Faults.Reorder = true;
        foreach (var body in new[] { "one", "two", "three" })
            _queue.Send(body);

        Assert.Equal(
            ["three", "two", "one"], _queue.Receive(10).Select(message => message.Body), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Receive_takes_one_to_ten_messages(int max) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _queue.Receive(max));

    [Fact]
    public void Body_over_one_mebibyte_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _queue.Send(new string('x', SandboxQueue.LargestBody + 1)));
}
