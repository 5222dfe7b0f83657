namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When a message that is handed back comes again. The share that is drawn is always a half.</summary>
public sealed class LifecycleFunctionBackoffTests : LifecycleFunctionFixture
{
    [Theory]
    [InlineData(1, 45)]
    [InlineData(2, 90)]
    [InlineData(19, 675)]
    public async Task It_comes_again_after_the_back_off_of_its_receive_count(int receives, int seconds)
    {
        LandingZone.With(Payments, Failure.Passing());

        await InvokeAsync(Batch.Received(receives, Batch.Direct(Payments)));

        Assert.Equal([("r0", TimeSpan.FromSeconds(seconds))], Received.Returned);
    }

    [Fact]
    public async Task What_the_failing_system_asked_for_is_kept()
    {
        LandingZone.With(Payments, Failure.Busy(TimeSpan.FromMinutes(10)));

        await HandedBackAsync(Batch.Direct(Payments));

        Assert.Equal([("r0", TimeSpan.FromSeconds(615))], Received.Returned);
    }

    [Fact]
    public async Task A_message_that_is_done_with_is_left_alone()
    {
        LandingZone.With(Payments).With(Audit, Failure.Lasting());

        await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit));

        Assert.Empty(Received.Returned);
    }

    [Fact]
    public async Task Where_it_cannot_be_set_the_message_is_handed_back_all_the_same_and_a_line_says_so()
    {
        LandingZone.With(Payments, Failure.Passing());
        Received.Failure = Failure.Passing("SQS answered 503");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments)));

        Assert.Equal(
            "message m0: SQS answered 503",
            Output.Line("the message returns only after its visibility timeout").Text("cause"));
    }

    [Fact]
    public async Task What_hangs_to_the_end_comes_again_after_the_back_off_like_any_failure()
    {
        LandingZone.With(Payments, HangingAsync);
        var invocation = InvokeAsync(Batch.Received(1, Batch.Direct(Payments)));

        Time.Advance(Lasting - TimeSpan.FromSeconds(10.5));

        Assert.Equal(["m0"], Batch.HandedBack(await invocation));
        Assert.Equal([("r0", TimeSpan.FromSeconds(45))], Received.Returned);
    }

    [Fact]
    public async Task What_hangs_at_the_last_receive_is_kept_as_a_dead_letter_and_told()
    {
        LandingZone.With(Payments, HangingAsync);
        var invocation = InvokeAsync(Batch.Received(MaximumReceives, Batch.Direct(Payments)));

        Time.Advance(Lasting - TimeSpan.FromSeconds(10.5));

        Assert.Empty(Batch.HandedBack(await invocation));
        Assert.Single(DeadLetters.Kept);
        Assert.Single(Notifications.Told);
    }

    [Fact]
    public async Task Where_the_time_is_over_the_queue_s_own_timeout_applies()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async _ =>
        {
            await deadline.CancelAsync();
            throw Failure.Passing();
        });

        var answer = await InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(answer));
        Assert.Equal(["outcome", "metrics"], Output.Messages);
    }

    private static async Task<string[]> HangingAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        return [];
    }

    [Fact]
    public async Task A_record_without_a_receipt_is_handed_back()
    {
        LandingZone.With(Payments, Failure.Passing());
        var record = Batch.Record("m0", Batch.Direct(Payments));
        record.Remove("receiptHandle");
        record.Remove("attributes");

        Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.WithRecords(record))));

        Assert.Empty(Received.Returned);
    }
}
