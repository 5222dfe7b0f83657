namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When a returned message is received again. The random share of the back-off is always one half.</summary>
public sealed class LifecycleFunctionBackoffTests : LifecycleFunctionFixture
{
    [Theory]
    [InlineData(1, 45)]
    [InlineData(2, 90)]
    [InlineData(19, 675)]
    public async Task Returned_message_is_received_again_after_the_back_off_of_its_receive_count(
        int receives, int seconds)
    {
        LandingZone.With(Payments, Failure.Passing());

        await InvokeAsync(Batch.Received(receives, Batch.Direct(Payments)));

        Assert.Equal([("r0", TimeSpan.FromSeconds(seconds))], Received.Returned);
    }

    [Fact]
    public async Task Retry_After_of_the_failed_system_is_respected()
    {
        LandingZone.With(Payments, Failure.Busy(TimeSpan.FromMinutes(10)));

        await ReturnedIdsAsync(Batch.Direct(Payments));

        Assert.Equal([("r0", TimeSpan.FromSeconds(615))], Received.Returned);
    }

    [Fact]
    public async Task Completed_message_gets_no_back_off()
    {
        LandingZone.With(Payments).With(Audit, Failure.Lasting());

        await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit));

        Assert.Empty(Received.Returned);
    }

    [Fact]
    public async Task Message_is_returned_and_a_line_logged_if_the_back_off_cannot_be_set()
    {
        LandingZone.With(Payments, Failure.Passing());
        Received.Failure = Failure.Passing("SQS returned 503");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));

        Assert.Equal(
            "message m0: SQS returned 503",
            Output.Line("the message returns only after its visibility timeout").Text("cause"));
    }

    [Fact]
    public async Task Run_that_hangs_is_returned_with_a_back_off_before_the_invocation_ends()
    {
        LandingZone.With(Payments, HangingAsync);
        var invocation = InvokeAsync(Batch.Received(1, Batch.Direct(Payments)));

        Time.Advance(InvocationTimeout - TimeSpan.FromSeconds(10.5));

        Assert.Equal(["m0"], Batch.HandedBack(await invocation));
        Assert.Equal([("r0", TimeSpan.FromSeconds(45))], Received.Returned);
    }

    [Fact]
    public async Task Run_that_hangs_at_the_last_receive_becomes_a_dead_letter_and_is_notified()
    {
        LandingZone.With(Payments, HangingAsync);
        var invocation = InvokeAsync(Batch.Received(MaximumReceives, Batch.Direct(Payments)));

        Time.Advance(InvocationTimeout - TimeSpan.FromSeconds(10.5));

        Assert.Empty(Batch.HandedBack(await invocation));
        Assert.Single(DeadLetters.Kept);
        Assert.Single(Notifications.Told);
    }

    [Fact]
    public async Task Visibility_timeout_of_the_queue_applies_if_no_time_is_left()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async _ =>
        {
            await deadline.CancelAsync();
            throw Failure.Passing();
        });

        var response = await InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(response));
        Assert.Equal(["outcome", "metrics"], Output.Messages);
    }

    private static async Task<string[]> HangingAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        return [];
    }

    [Fact]
    public async Task Record_without_a_receipt_handle_is_returned()
    {
        LandingZone.With(Payments, Failure.Passing());
        var record = Batch.Record("m0", Batch.Direct(Payments));
        record.Remove("receiptHandle");
        record.Remove("attributes");

        Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.WithRecords(record))));

        Assert.Empty(Received.Returned);
    }
}
