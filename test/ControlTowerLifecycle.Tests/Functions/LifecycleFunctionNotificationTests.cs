namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When the operator is notified, and what happens to the message if the notification fails.</summary>
public sealed class LifecycleFunctionNotificationTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task Rejected_account_is_notified_once()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        await ReturnedIdsAsync(Batch.Direct(Payments));

        Assert.Equal([$"{Payments}: The key has expired"], Notifications.Sent);
    }

    [Fact]
    public async Task Rejected_account_is_logged_as_an_error_with_advice()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired", "Renew the key."));

        await ReturnedIdsAsync(Batch.Direct(Payments));

        var line = Output.Line("action required");
        Assert.Equal("Error", line.Text("level"));
        Assert.Equal(Payments, line.Text("accountId"));
        Assert.Equal("Renew the key.", line.GetProperty("failure").Text("whatToDo"));
    }

    [Fact]
    public async Task Retryable_failure_is_not_notified()
    {
        LandingZone.With(Payments, Failure.Passing()).With(Audit, "create-role").With(LogArchive);

        await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit), Batch.Direct(LogArchive));

        Assert.Empty(Notifications.Sent);
        Assert.DoesNotContain("action required", Output.Messages);
    }

    [Fact]
    public async Task Rejection_is_logged_and_the_message_completed_without_a_topic()
    {
        LandingZone.With(Payments, Failure.Lasting());

        var response = await InvokeWithoutTopicAsync(Batch.Of(Batch.Direct(Payments)));

        Assert.Empty(Batch.HandedBack(response));
        Assert.Equal(["outcome", "action required", "dead letter", "metrics"], Output.Messages);
    }

    [Fact]
    public async Task Message_is_completed_if_its_notification_failed_permanently()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Lasting("the topic is missing");

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        Assert.Single(Output.LinesOf("the notification was not sent"));
    }

    [Fact]
    public async Task Message_is_completed_at_the_last_receive_even_if_the_notification_fails()
    {
        LandingZone.With(Payments, Failure.Passing());
        Notifications.Failure = Failure.Passing("SNS returned 503");

        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments)));

        Assert.Single(DeadLetters.Kept);
    }

    [Fact]
    public async Task Unreadable_message_is_notified()
    {
        await ReturnedIdsAsync("no event");

        var notice = Assert.Single(Notifications.Notices);
        Assert.Equal((null, "m0", "unreadable"), (notice.Account, notice.Source, notice.Outcome));
    }

    [Fact]
    public async Task Failure_of_the_last_attempt_is_notified_with_its_account()
    {
        LandingZone.With(Payments, Failure.Passing("Vendor returned 503"));

        await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments));

        Assert.Equal([$"{Payments}: Vendor returned 503"], Notifications.Sent);
        Assert.Equal(Payments, Output.Line("action required").Text("accountId"));
    }

    [Fact]
    public async Task Notification_is_sent_even_if_the_dead_letter_cannot_be_written()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));
        DeadLetters.Failure = Failure.Lasting("the queue is missing");

        await ReturnedIdsAsync(Batch.Direct(Payments));

        Assert.Equal([$"{Payments}: The key has expired"], Notifications.Sent);
    }

    [Fact]
    public async Task Failed_notification_is_logged_and_the_message_returned()
    {
        LandingZone.With(Payments, Failure.Lasting()).With(Audit);
        Notifications.Failure = Failure.Passing("SNS returned 503");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit)));

        Assert.Equal(
            $"account {Payments}: SNS returned 503", Output.Line("the notification was not sent").Text("cause"));
    }

    [Fact]
    public async Task Defect_of_the_notifier_returns_the_message()
    {
        LandingZone.With(Payments, Failure.Lasting()).With(Audit);
        Notifications.Failure = new InvalidOperationException("a defect");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit)));
    }

    [Fact]
    public async Task Deadline_before_the_notification_returns_the_message()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async _ =>
        {
            await deadline.CancelAsync();
            throw Failure.Lasting();
        });

        var response = await InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(response));
        Assert.DoesNotContain("unexpected failure", Output.Messages);
        Assert.Single(Output.LinesOf("the notification was not sent"));
    }

    [Fact]
    public async Task Direct_response_has_the_rejection_even_if_no_time_is_left_to_notify()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async _ =>
        {
            await deadline.CancelAsync();
            throw Failure.Lasting();
        });

        var response = await InvokeUntilAsync(deadline, Direct(Payments));

        Assert.Equal("rejected", System.Text.Json.JsonElement.Parse(response.Span).Text("outcome"));
    }
}
