namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Batches of the work queue: which messages are done with and which are handed back.</summary>
public sealed class LifecycleFunctionBatchTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task The_sample_is_done_with()
    {
        LandingZone.With(Payments, "create-role");

        Assert.Equal("""{"batchItemFailures":[]}""", await AnswerAsync(Payload.Bytes("Sqs.batch.json")));

        Assert.Equal("onboarded", Output.Line("outcome").Text("outcome"));
    }

    [Fact]
    public async Task Only_what_is_to_be_retried_is_handed_back()
    {
        LandingZone.With(Payments, "create-role").With(Audit).With(LogArchive, Failure.Passing())
            .With("555566667777", Failure.Lasting());

        var handedBack = await HandedBackAsync(
            Batch.Direct(Payments), Batch.Direct(LogArchive), Batch.Direct(Audit), Batch.Direct("555566667777"));

        Assert.Equal(["m1"], handedBack);
    }

    [Fact]
    public async Task Every_account_has_one_outcome_in_the_log()
    {
        LandingZone.With(Payments, "create-role").With(Audit).With(LogArchive, Failure.Passing());

        await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit), Batch.Direct(LogArchive));

        Assert.Equal(
            [$"{Audit} unchanged", $"{LogArchive} retry", $"{Payments} onboarded"],
            Output.LinesOf("outcome").Select(line => $"{line.Text("accountId")} {line.Text("outcome")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_batch_of_nothing_is_done_with() =>
        Assert.Equal("""{"batchItemFailures":[]}""", await AnswerAsync(Batch.Of()));

    [Theory]
    [InlineData("EnableGuardrail.succeeded.json", "ignored")]
    [InlineData("CreateManagedAccount.failed.json", "ignored")]
    [InlineData("Organizations.MoveAccount.json", "ignored")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json", "account or unit left, protection kept")]
    [InlineData("DisableBaseline.account.succeeded.json", "account or unit left, protection kept")]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json", "account or unit left, protection kept")]
    public async Task An_event_that_asks_for_no_account_is_done_with(string file, string message)
    {
        Assert.Empty(await HandedBackAsync(Payload.Text(file)));

        Assert.Equal([message], Output.Messages);
    }

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json")]
    [InlineData("EnableBaseline.ou.succeeded.json")]
    [InlineData("Scheduled.json")]
    public async Task An_event_that_belongs_to_the_backfill_function_is_a_dead_letter(string file)
    {
        Assert.Empty(await HandedBackAsync(Payload.Text(file)));

        Assert.Equal(Payload.Text(file), Assert.Single(DeadLetters.Kept).Body);
        Assert.Contains("backfill function", Output.Line("unreadable message").Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_landing_zones_set_up_onboards_every_account_that_it_names()
    {
        LandingZone.With(Audit, "create-role").With(LogArchive, "create-role");

        Assert.Empty(await HandedBackAsync(Payload.Text("SetupLandingZone.succeeded.json")));

        Assert.Equal([Audit, LogArchive], LandingZone.Looked);
    }

    [Fact]
    public async Task One_account_that_fails_hands_back_the_message_that_names_several()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, "create-role");

        Assert.Equal(["m0"], await HandedBackAsync(Payload.Text("SetupLandingZone.succeeded.json")));

        Assert.Equal([Audit, LogArchive], LandingZone.Looked);
    }

    [Fact]
    public async Task A_defect_in_one_message_harms_no_other()
    {
        LandingZone.With(Payments, new InvalidOperationException("a defect")).With(Audit, "create-role");

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit)));

        Assert.Equal("message m0", Output.Line("unexpected failure").Text("where"));
    }

    [Fact]
    public async Task A_message_whose_time_is_over_is_handed_back_and_the_finished_ones_are_not()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, token => NeverAsync(token)).With(Audit, "create-role");

        var invocation = InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments), Batch.Direct(Audit)));
        await deadline.CancelAsync();

        Assert.Equal(["m0"], Batch.HandedBack(await invocation));
        Assert.DoesNotContain("unexpected failure", Output.Messages);
    }

    [Fact]
    public async Task A_message_that_waits_for_its_turn_when_the_time_is_over_is_handed_back()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, token => NeverAsync(token));

        var invocation = InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments), Batch.Direct(Payments)));
        await deadline.CancelAsync();

        Assert.Equal(["m0", "m1"], Batch.HandedBack(await invocation));
    }

    [Fact]
    public async Task An_outcome_tells_how_long_it_took()
    {
        LandingZone.With(Payments, _ =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(1234));
            return Task.FromResult(Array.Empty<string>());
        });

        await HandedBackAsync(Batch.Direct(Payments));

        Assert.Equal(1234, Output.Line("outcome").GetProperty("durationMs").GetInt64());
    }

    private static async Task<string[]> NeverAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("Never came.");
    }
}
