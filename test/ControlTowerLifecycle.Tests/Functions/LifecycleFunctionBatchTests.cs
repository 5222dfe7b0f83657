namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Batches of the work queue: which messages are completed and which are returned.</summary>
public sealed class LifecycleFunctionBatchTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task Sample_batch_is_completed()
    {
        LandingZone.With(Payments, "create-role");

        Assert.Equal("""{"batchItemFailures":[]}""", await ResponseAsync(Payload.Bytes("Sqs.batch.json")));

        Assert.Equal("onboarded", Output.Line("outcome").Text("outcome"));
    }

    [Fact]
    public async Task Only_retryable_messages_are_returned()
    {
        LandingZone.With(Payments, "create-role").With(Audit).With(LogArchive, Failure.Passing())
            .With("555566667777", Failure.Lasting());

        var returned = await ReturnedIdsAsync(
            Batch.Direct(Payments), Batch.Direct(LogArchive), Batch.Direct(Audit), Batch.Direct("555566667777"));

        Assert.Equal(["m1"], returned);
    }

    [Fact]
    public async Task Every_account_has_one_outcome_in_the_log()
    {
        LandingZone.With(Payments, "create-role").With(Audit).With(LogArchive, Failure.Passing());

        await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit), Batch.Direct(LogArchive));

        Assert.Equal(
            [$"{Audit} unchanged", $"{LogArchive} retry", $"{Payments} onboarded"],
            Output.LinesOf("outcome").Select(line => $"{line.Text("accountId")} {line.Text("outcome")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Empty_batch_is_completed() =>
        Assert.Equal("""{"batchItemFailures":[]}""", await ResponseAsync(Batch.Of()));

    [Theory]
    [InlineData("EnableGuardrail.succeeded.json", "ignored")]
    [InlineData("CreateManagedAccount.failed.json", "ignored")]
    [InlineData("Organizations.MoveAccount.json", "ignored")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json", "account or unit left, protection kept")]
    [InlineData("DisableBaseline.account.succeeded.json", "account or unit left, protection kept")]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json", "account or unit left, protection kept")]
    public async Task Event_without_work_is_completed(string file, string message)
    {
        Assert.Empty(await ReturnedIdsAsync(Payload.Text(file)));

        Assert.Equal([message], Output.Messages);
    }

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json")]
    [InlineData("EnableBaseline.ou.succeeded.json")]
    [InlineData("Scheduled.json")]
    public async Task Event_for_the_backfill_function_becomes_a_dead_letter(string file)
    {
        Assert.Empty(await ReturnedIdsAsync(Payload.Text(file)));

        Assert.Equal(Payload.Text(file), Assert.Single(DeadLetters.Kept).Body);
        Assert.Contains("backfill function", Output.Line("unreadable message").Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Landing_zone_setup_onboards_every_account_it_names()
    {
        LandingZone.With(Audit, "create-role").With(LogArchive, "create-role");

        Assert.Empty(await ReturnedIdsAsync(Payload.Text("SetupLandingZone.succeeded.json")));

        Assert.Equal([Audit, LogArchive], LandingZone.ObservedAccounts);
    }

    [Fact]
    public async Task Message_for_several_accounts_is_returned_if_one_fails()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, "create-role");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Payload.Text("SetupLandingZone.succeeded.json")));

        Assert.Equal([Audit, LogArchive], LandingZone.ObservedAccounts);
    }

    [Fact]
    public async Task Defect_in_one_message_does_not_affect_the_others()
    {
        LandingZone.With(Payments, new InvalidOperationException("a defect")).With(Audit, "create-role");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit)));

        Assert.Equal("message m0", Output.Line("unexpected failure").Text("where"));
    }

    [Fact]
    public async Task Only_unfinished_messages_are_returned_at_the_deadline()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, token => WaitForeverAsync(token)).With(Audit, "create-role");

        var invocation = InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments), Batch.Direct(Audit)));
        await deadline.CancelAsync();

        Assert.Equal(["m0"], Batch.HandedBack(await invocation));
        Assert.DoesNotContain("unexpected failure", Output.Messages);
    }

    [Fact]
    public async Task Message_that_waits_for_an_earlier_run_is_returned_at_the_deadline()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, token => WaitForeverAsync(token));

        var invocation = InvokeUntilAsync(deadline, Batch.Of(Batch.Direct(Payments), Batch.Direct(Payments)));
        await deadline.CancelAsync();

        Assert.Equal(["m0", "m1"], Batch.HandedBack(await invocation));
    }

    [Fact]
    public async Task Outcome_line_has_the_duration()
    {
        LandingZone.With(Payments, _ =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(1234));
            return Task.FromResult(Array.Empty<string>());
        });

        await ReturnedIdsAsync(Batch.Direct(Payments));

        Assert.Equal(1234, Output.Line("outcome").GetProperty("durationMs").GetInt64());
    }

    private static async Task<string[]> WaitForeverAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("The task never completes.");
    }
}
