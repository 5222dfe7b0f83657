using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Invocations that come past the queue: by a person, or by a rule that leads straight here.</summary>
public sealed class LifecycleFunctionDirectTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task A_person_is_answered_with_what_was_done()
    {
        LandingZone.With(Payments, "create-role", "register-connector");

        Assert.Equal(
            """{"accountId":"444455556666","accountName":"account-4444","outcome":"onboarded","steps":["create-role","register-connector"]}""",
            await AnswerAsync(Direct(Payments)));
    }

    [Fact]
    public async Task A_person_is_answered_that_nothing_was_to_be_done()
    {
        LandingZone.With(Payments);

        Assert.Equal(
            """{"accountId":"444455556666","accountName":"account-4444","outcome":"unchanged","steps":[]}""",
            await AnswerAsync(Direct(Payments)));
    }

    [Theory]
    [InlineData(true, "rejected")]
    [InlineData(false, "retry")]
    public async Task A_person_is_answered_with_a_failure(bool isLasting, string outcome)
    {
        LandingZone.With(Payments, isLasting ? Failure.Lasting("It failed") : Failure.Passing("It failed"));

        var answer = System.Text.Json.JsonElement.Parse(await AnswerAsync(Direct(Payments)));

        Assert.Equal(outcome, answer.Text("outcome"));
        Assert.Equal("It failed", answer.GetProperty("failure").Text("cause"));
    }

    [Fact]
    public async Task A_person_is_answered_with_the_rejection_also_where_nobody_could_be_notified()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Passing("SNS answered 503");

        Assert.Contains("\"outcome\":\"rejected\"", await AnswerAsync(Direct(Payments)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_answered_that_the_time_ran_out()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async token =>
        {
            await new TaskCompletionSource().Task.WaitAsync(token);
            return [];
        });

        var invocation = InvokeUntilAsync(deadline, Direct(Payments));
        await deadline.CancelAsync();

        Assert.Equal("retry", System.Text.Json.JsonElement.Parse((await invocation).Span).Text("outcome"));
    }

    [Fact]
    public async Task An_event_is_answered_with_a_list_of_its_accounts()
    {
        LandingZone.With(Audit, "create-role").With(LogArchive);

        var answer = System.Text.Json.JsonElement.Parse(await AnswerAsync(Payload.Bytes("SetupLandingZone.succeeded.json")));

        Assert.Equal(
            [$"{Audit} onboarded", $"{LogArchive} unchanged"],
            answer.GetProperty("accounts").EnumerateArray().Select(one => $"{one.Text("accountId")} {one.Text("outcome")}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_whose_account_is_not_onboarded_fails_the_invocation(bool isLasting)
    {
        LandingZone.With(Payments, isLasting ? Failure.Lasting() : Failure.Passing());

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(
            () => InvokeAsync(Payload.Bytes("CreateManagedAccount.succeeded.json")));

        Assert.Equal("NotOnboarded", failure.Kind);
    }

    [Fact]
    public async Task One_account_that_fails_fails_the_event_and_leaves_the_others_alone()
    {
        LandingZone.With(Audit, Failure.Passing()).With(LogArchive, "create-role");

        await Assert.ThrowsAsync<FunctionErrorException>(
            () => InvokeAsync(Payload.Bytes("SetupLandingZone.succeeded.json")));

        Assert.Contains(Output.LinesOf("outcome"), line => line.Text("outcome") == "onboarded");
    }

    [Theory]
    [InlineData("EnableGuardrail.succeeded.json")]
    [InlineData("CreateManagedAccount.failed.json")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json")]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json")]
    public async Task An_event_that_asks_for_no_account_is_done_with(string file) =>
        Assert.Equal("""{"accounts":[]}""", await AnswerAsync(Payload.Bytes(file)));

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json")]
    [InlineData("Scheduled.json")]
    public async Task An_event_that_names_no_account_fails_and_says_where_it_belongs(string file)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Payload.Bytes(file)));

        Assert.Equal("The event names no account; send it to the backfill function.", failure.Message);
    }

    [Theory]
    [InlineData("Work.governed.json")]
    [InlineData("Work.left.json")]
    public async Task A_message_of_the_queue_that_comes_past_it_is_refused(string file)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Payload.Bytes(file)));

        Assert.Equal("The event cannot be read: 'origin' is only for messages of the work queue; leave it out.", failure.Message);
    }

    [Fact]
    public async Task A_defect_fails_the_invocation()
    {
        LandingZone.With(Payments, new KeyNotFoundException());

        await Assert.ThrowsAsync<KeyNotFoundException>(() => InvokeAsync(Direct(Payments)));
    }
}
