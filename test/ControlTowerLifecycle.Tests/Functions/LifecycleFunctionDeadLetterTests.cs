using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>When a message becomes a dead letter, and that none is lost on the way.</summary>
public sealed class LifecycleFunctionDeadLetterTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task A_rejected_account_is_a_dead_letter_at_the_first_receive()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        Assert.Empty(await HandedBackAsync(Batch.Direct(Payments)));

        var (body, failures) = Assert.Single(DeadLetters.Kept);
        Assert.Equal(Batch.Direct(Payments), body);
        var failure = Assert.Single(failures);
        Assert.Equal((Payments, "rejected", "The key has expired"),
            (failure.Account?.Value, failure.Outcome, failure.Failure.Cause));
        Assert.Equal("m0", Output.Line("dead letter").Text("messageId"));
    }

    [Fact]
    public async Task What_another_attempt_can_mend_is_handed_back_until_the_last_receive()
    {
        LandingZone.With(Payments, Failure.Passing());

        var before = await InvokeAsync(Batch.Received(MaximumReceives - 1, Batch.Direct(Payments)));
        Assert.Equal(["m0"], Batch.HandedBack(before));
        Assert.Empty(DeadLetters.Kept);

        Assert.Empty(await HandedBackAtLastAsync(Batch.Direct(Payments)));
        Assert.Equal("retry", Assert.Single(Assert.Single(DeadLetters.Kept).Failures).Outcome);
    }

    [Fact]
    public async Task Where_the_dead_letter_cannot_be_kept_the_message_is_handed_back()
    {
        LandingZone.With(Payments, Failure.Lasting());
        DeadLetters.Failure = Failure.Passing("SQS answered 503");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments)));
        Assert.Equal(["m0"], await HandedBackAtLastAsync(Batch.Direct(Payments)));

        Assert.All(Output.LinesOf("the dead letter was not written"), line =>
            Assert.Equal("message m0: SQS answered 503", line.Text("cause")));
    }

    [Fact]
    public async Task The_dead_letter_is_kept_before_anybody_is_told()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Passing("SNS answered 503");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments)));

        Assert.Single(DeadLetters.Kept);
    }

    [Fact]
    public async Task Without_a_queue_for_them_the_message_is_handed_back_and_SQS_gives_it_up()
    {
        LandingZone.With(Payments, Failure.Lasting());

        var answer = await InvokeWithoutDeadLettersAsync(Batch.Received(MaximumReceives, Batch.Direct(Payments)));

        Assert.Equal(["m0"], Batch.HandedBack(answer));
        Assert.Single(Notifications.Told);
    }

    [Fact]
    public async Task Of_several_accounts_a_rejected_one_waits_for_the_others_and_people_are_told_at_once()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, Failure.Lasting("The key has expired"));
        var body = Payload.Text("SetupLandingZone.succeeded.json");

        Assert.Equal(["m0"], await HandedBackAsync(body));

        Assert.Empty(DeadLetters.Kept);
        Assert.Equal([$"{LogArchive}: The key has expired"], Notifications.Told);
    }

    [Fact]
    public async Task Of_several_accounts_the_last_receive_keeps_one_dead_letter_with_what_a_person_mends_first()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, Failure.Lasting());
        var body = Payload.Text("SetupLandingZone.succeeded.json");

        Assert.Empty(await HandedBackAtLastAsync(body));

        var (kept, failures) = Assert.Single(DeadLetters.Kept);
        Assert.Equal(body, kept);
        Assert.Equal([$"{LogArchive} {FailureKind.NeedsOperator}", $"{Audit} {FailureKind.Retryable}"],
            failures.Select(failure => $"{failure.Account} {failure.Kind}"));
        Assert.Equal(2, Notifications.Told.Count);
    }

    [Fact]
    public async Task Of_several_accounts_one_that_is_done_is_no_part_of_the_dead_letter()
    {
        LandingZone.With(Audit, "create-role").With(LogArchive, Failure.Lasting());

        Assert.Empty(await HandedBackAsync(Payload.Text("SetupLandingZone.succeeded.json")));

        Assert.Equal([LogArchive], Assert.Single(DeadLetters.Kept).Failures.Select(failure => failure.Account?.Value));
    }

    [Fact]
    public async Task A_defect_is_tried_again_and_ends_as_a_dead_letter_that_does_not_quote_it()
    {
        LandingZone.With(Payments, new InvalidOperationException("a defect"));

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments)));
        Assert.Empty(await HandedBackAtLastAsync(Batch.Direct(Payments)));

        var failure = Assert.Single(Assert.Single(DeadLetters.Kept).Failures);
        Assert.Equal(("defect", "unexpected InvalidOperationException; the function's log has the details"),
            (failure.Outcome, failure.Failure.Cause));
    }

    [Fact]
    public async Task A_defect_in_keeping_the_dead_letter_hands_the_message_back()
    {
        LandingZone.With(Payments, Failure.Lasting()).With(Audit, "create-role");
        DeadLetters.Failure = new InvalidOperationException("a defect");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit)));
    }

    [Fact]
    public async Task A_direct_invocation_makes_no_dead_letter()
    {
        LandingZone.With(Payments, Failure.Lasting());

        await InvokeAsync(Direct(Payments));

        Assert.Empty(DeadLetters.Kept);
        Assert.Single(Notifications.Told);
    }
}
