namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When a person is told, and what becomes of the message where that fails.</summary>
public sealed class LifecycleFunctionNotificationTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task A_rejected_account_is_told_of_once()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments)));

        Assert.Equal([$"{Payments}: The key has expired"], Notifications.Told);
    }

    [Fact]
    public async Task A_rejected_account_is_an_error_in_the_log_with_what_to_do()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired", "Renew the key."));

        await HandedBackAsync(Batch.Direct(Payments));

        var line = Output.Line("a person is needed");
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
        Assert.DoesNotContain("a person is needed", Output.Messages);
    }

    [Fact]
    public async Task Without_a_topic_the_rejection_is_logged_and_handed_back_all_the_same()
    {
        LandingZone.With(Payments, Failure.Lasting());

        var answer = await InvokeWithoutTopicAsync(Batch.Of(Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(answer));
        Assert.Equal(["outcome", "a person is needed"], Output.Messages);
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
