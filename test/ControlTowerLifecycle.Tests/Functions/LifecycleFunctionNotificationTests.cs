namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When a person is told, and what becomes of the message where that fails.</summary>
public sealed class LifecycleFunctionNotificationTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task A_rejected_account_is_told_of_once()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        await HandedBackAsync(Batch.Direct(Payments));

        Assert.Equal([$"{Payments}: The key has expired"], Notifications.Told);
    }

    [Fact]
    public async Task A_rejected_account_is_an_error_in_the_log_with_what_to_do()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired", "Renew the key."));

        await HandedBackAsync(Batch.Direct(Payments));

        var line = Output.Line("action required");
        Assert.Equal("Error", line.Text("level"));
        Assert.Equal(Payments, line.Text("accountId"));
        Assert.Equal("Renew the key.", line.GetProperty("failure").Text("whatToDo"));
    }

    [Fact]
    public async Task What_another_attempt_can_mend_is_nobodys_business()
    {
        LandingZone.With(Payments, Failure.Passing()).With(Audit, "create-role").With(LogArchive);

        await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit), Batch.Direct(LogArchive));

        Assert.Empty(Notifications.Told);
        Assert.DoesNotContain("action required", Output.Messages);
    }

    [Fact]
    public async Task Without_a_topic_the_rejection_is_logged_and_the_message_is_done_with()
    {
        LandingZone.With(Payments, Failure.Lasting());

        var answer = await InvokeWithoutTopicAsync(Batch.Of(Batch.Direct(Payments)));

        Assert.Empty(Batch.HandedBack(answer));
        Assert.Equal(["outcome", "dead letter", "action required", "metrics"], Output.Messages);
    }

    [Fact]
    public async Task A_notification_that_no_attempt_could_send_does_not_bring_the_message_back()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Lasting("the topic is gone");

        Assert.Empty(await HandedBackAsync(Batch.Direct(Payments)));

        Assert.Single(Output.LinesOf("the notification was not sent"));
    }

    [Fact]
    public async Task After_the_last_receive_a_notification_that_fails_does_not_hold_the_message()
    {
        LandingZone.With(Payments, Failure.Passing());
        Notifications.Failure = Failure.Passing("SNS answered 503");

        Assert.Empty(await HandedBackAtLastAsync(Batch.Direct(Payments)));

        Assert.Single(DeadLetters.Kept);
    }

    [Fact]
    public async Task An_unreadable_message_is_told_of()
    {
        await HandedBackAsync("no event");

        var told = Assert.Single(Notifications.Notices);
        Assert.Equal((null, "m0", "unreadable"), (told.Account, told.Source, told.Outcome));
    }

    [Fact]
    public async Task The_last_attempt_is_told_of_and_says_which_account()
    {
        LandingZone.With(Payments, Failure.Passing("Vendor answered 503"));

        await HandedBackAtLastAsync(Batch.Direct(Payments));

        Assert.Equal([$"{Payments}: Vendor answered 503"], Notifications.Told);
        Assert.Equal(Payments, Output.Line("action required").Text("accountId"));
    }

    [Fact]
    public async Task Where_no_dead_letter_can_be_kept_people_are_told_all_the_same()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));
        DeadLetters.Failure = Failure.Lasting("the queue is gone");

        await HandedBackAsync(Batch.Direct(Payments));

        Assert.Equal([$"{Payments}: The key has expired"], Notifications.Told);
    }

    [Fact]
    public async Task A_notification_that_fails_is_logged_and_leaves_the_message_handed_back()
    {
        LandingZone.With(Payments, Failure.Lasting()).With(Audit);
        Notifications.Failure = Failure.Passing("SNS answered 503");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit)));

        Assert.Equal(
            $"account {Payments}: SNS answered 503", Output.Line("the notification was not sent").Text("cause"));
    }

    [Fact]
    public async Task A_defect_of_the_notifications_leaves_the_message_handed_back()
    {
        LandingZone.With(Payments, Failure.Lasting()).With(Audit);
        Notifications.Failure = new InvalidOperationException("a defect");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit)));
    }

    [Fact]
    public async Task A_notification_for_which_no_time_is_left_is_no_defect()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async _ =>
        {
            await deadline.CancelAsync();
            throw Failure.Lasting();
        });

        var answer = await InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(answer));
        Assert.DoesNotContain("unexpected failure", Output.Messages);
        Assert.Single(Output.LinesOf("the notification was not sent"));
    }

    [Fact]
    public async Task A_person_hears_of_the_rejection_also_where_no_time_is_left_to_notify()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async _ =>
        {
            await deadline.CancelAsync();
            throw Failure.Lasting();
        });

        var answer = await InvokeUntilAsync(deadline, Direct(Payments));

        Assert.Equal("rejected", System.Text.Json.JsonElement.Parse(answer.Span).Text("outcome"));
    }
}
