using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When a message becomes a dead letter, and that no message is lost.</summary>
public sealed class LifecycleFunctionDeadLetterTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task Rejected_account_becomes_a_dead_letter_at_the_first_receive()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        var (body, failures) = Assert.Single(DeadLetters.Kept);
        Assert.Equal(Batch.Direct(Payments), body);
        var failure = Assert.Single(failures);
        Assert.Equal((Payments, "rejected", "The key has expired"),
            (failure.Account?.Value, failure.Outcome, failure.Failure.Cause));
        Assert.Equal("m0", Output.Line("dead letter").Text("messageId"));
    }

    [Fact]
    public async Task Retryable_failure_returns_the_message_until_the_last_receive()
    {
        LandingZone.With(Payments, Failure.Passing());

        var earlier = await InvokeAsync(Batch.Received(MaximumReceives - 1, Batch.Direct(Payments)));
        Assert.Equal(["m0"], Batch.HandedBack(earlier));
        Assert.Empty(DeadLetters.Kept);

        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments)));
        Assert.Equal("retry", Assert.Single(Assert.Single(DeadLetters.Kept).Failures).Outcome);
    }

    [Fact]
    public async Task Message_is_returned_if_its_dead_letter_cannot_be_written()
    {
        LandingZone.With(Payments, Failure.Lasting());
        DeadLetters.Failure = Failure.Passing("SQS returned 503");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));
        Assert.Equal(["m0"], await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments)));

        Assert.All(Output.LinesOf("the dead letter was not written"), line =>
            Assert.Equal("message m0: SQS returned 503", line.Text("cause")));
    }

    [Fact]
    public async Task Outage_of_the_notification_makes_one_dead_letter()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Passing("SNS returned 503");

        for (var receive = 1; receive < MaximumReceives; receive++)
            Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.Received(receive, Batch.Direct(Payments)))));
        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments)));

        Assert.Single(DeadLetters.Kept);
    }

    [Fact]
    public async Task Dead_letter_follows_when_the_notification_can_be_sent_again()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Passing("SNS returned 503");
        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));

        Notifications.Failure = null;
        Assert.Empty(Batch.HandedBack(await InvokeAsync(Batch.Received(2, Batch.Direct(Payments)))));

        Assert.Single(DeadLetters.Kept);
    }

    [Theory]
    [InlineData("All 20 attempts over 4 h 10 min failed. If the cause has ended, redrive the dead letter.", 250)]
    [InlineData("All 20 attempts failed. If the cause has ended, redrive the dead letter.", null)]
    public async Task Last_attempt_states_what_was_tried(string expected, int? minutes)
    {
        LandingZone.With(Payments, Failure.Passing());
        var record = Batch.Record("m0", Batch.Direct(Payments));
        record["attributes"]!["ApproximateReceiveCount"] = $"{MaximumReceives}";
        record["attributes"]!["ApproximateFirstReceiveTimestamp"] =
            minutes is { } time ? $"{(At.Start - TimeSpan.FromMinutes(time)).ToUnixTimeMilliseconds()}" : null;

        Assert.Empty(Batch.HandedBack(await InvokeAsync(Batch.WithRecords(record))));

        Assert.Equal(expected, Assert.Single(Assert.Single(DeadLetters.Kept).Failures).Failure.Advice);
        Assert.Equal(expected, Assert.Single(Notifications.Notices).Failure.Advice);
    }

    [Fact]
    public async Task Message_is_returned_if_there_is_no_dead_letter_queue()
    {
        LandingZone.With(Payments, Failure.Lasting());

        var response = await InvokeWithoutDeadLettersAsync(Batch.Received(MaximumReceives, Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(response));
        Assert.Single(Notifications.Sent);
    }

    [Fact]
    public async Task Rejected_account_is_notified_before_the_other_accounts_of_its_message_are_settled()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, Failure.Lasting("The key has expired"));
        var body = Payload.Text("SetupLandingZone.succeeded.json");

        Assert.Equal(["m0"], await ReturnedIdsAsync(body));

        Assert.Empty(DeadLetters.Kept);
        Assert.Equal([$"{LogArchive}: The key has expired"], Notifications.Sent);
    }

    [Fact]
    public async Task Dead_letter_lists_failures_that_need_the_operator_first()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, Failure.Lasting());
        var body = Payload.Text("SetupLandingZone.succeeded.json");

        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(body));

        var (kept, failures) = Assert.Single(DeadLetters.Kept);
        Assert.Equal(body, kept);
        Assert.Equal([$"{LogArchive} {FailureKind.NeedsOperator}", $"{Audit} {FailureKind.Retryable}"],
            failures.Select(failure => $"{failure.Account} {failure.Kind}"));
        Assert.Equal(2, Notifications.Sent.Count);
    }

    [Fact]
    public async Task Dead_letter_does_not_list_onboarded_accounts()
    {
        LandingZone.With(Audit, "create-role").With(LogArchive, Failure.Lasting());

        Assert.Empty(await ReturnedIdsAsync(Payload.Text("SetupLandingZone.succeeded.json")));

        Assert.Equal([LogArchive], Assert.Single(DeadLetters.Kept).Failures.Select(failure => failure.Account?.Value));
    }

    [Fact]
    public async Task Defect_is_retried_and_its_dead_letter_does_not_quote_it()
    {
        LandingZone.With(Payments, new InvalidOperationException("a defect"));

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));
        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments)));

        var failure = Assert.Single(Assert.Single(DeadLetters.Kept).Failures);
        Assert.Equal(("defect", "unexpected InvalidOperationException; the function's log has the details"),
            (failure.Outcome, failure.Failure.Cause));
    }

    [Fact]
    public async Task Defect_while_writing_the_dead_letter_returns_the_message()
    {
        LandingZone.With(Payments, Failure.Lasting()).With(Audit, "create-role");
        DeadLetters.Failure = new InvalidOperationException("a defect");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit)));
    }

    [Fact]
    public async Task Direct_invocation_writes_no_dead_letter()
    {
        LandingZone.With(Payments, Failure.Lasting());

        await InvokeAsync(Direct(Payments));

        Assert.Empty(DeadLetters.Kept);
        Assert.Single(Notifications.Sent);
    }
}
