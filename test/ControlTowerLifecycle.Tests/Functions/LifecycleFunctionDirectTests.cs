using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Invocations without the queue: by the operator, or by an EventBridge rule.</summary>
public sealed class LifecycleFunctionDirectTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task Direct_response_has_the_applied_steps()
    {
        LandingZone.With(Payments, "create-role", "register-connector");

        Assert.Equal(
            """{"accountId":"444455556666","accountName":"account-4444","outcome":"onboarded","steps":["create-role","register-connector"]}""",
            await ResponseAsync(Direct(Payments)));
    }

    [Fact]
    public async Task Direct_response_for_an_unchanged_account_has_no_steps()
    {
        LandingZone.With(Payments);

        Assert.Equal(
            """{"accountId":"444455556666","accountName":"account-4444","outcome":"unchanged","steps":[]}""",
            await ResponseAsync(Direct(Payments)));
    }

    [Fact]
    public async Task Direct_response_has_the_failure()
    {
        LandingZone.With(Payments, Failure.Lasting("It failed"));

        var response = System.Text.Json.JsonElement.Parse(await ResponseAsync(Direct(Payments)));

        Assert.Equal("rejected", response.Text("outcome"));
        Assert.Equal("It failed", response.GetProperty("failure").Text("cause"));
    }

    [Fact]
    public async Task Retryable_failure_is_an_error_because_nothing_reads_the_response_to_an_asynchronous_invocation()
    {
        LandingZone.With(Payments, Failure.Passing("It failed\nfor now"));

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Direct(Payments)));

        Assert.Equal("NotOnboarded", failure.Kind);
        Assert.Equal($"Account {Payments} is not onboarded, and a retry can succeed: It failed for now.", failure.Message);
        Assert.Equal("retry", Output.Line("outcome").Text("outcome"));
    }

    [Fact]
    public async Task Direct_response_has_the_rejection_even_if_the_notification_fails()
    {
        LandingZone.With(Payments, Failure.Lasting());
        Notifications.Failure = Failure.Passing("SNS returned 503");

        Assert.Contains("\"outcome\":\"rejected\"", await ResponseAsync(Direct(Payments)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Direct_invocation_fails_at_the_deadline()
    {
        using var deadline = new CancellationTokenSource();
        LandingZone.With(Payments, async token =>
        {
            await new TaskCompletionSource().Task.WaitAsync(token);
            return [];
        });

        var invocation = InvokeUntilAsync(deadline, Direct(Payments));
        await deadline.CancelAsync();

        await Assert.ThrowsAsync<FunctionErrorException>(() => invocation);
        Assert.Equal("retry", Output.Line("outcome").Text("outcome"));
    }

    [Fact]
    public async Task Response_to_an_event_lists_its_accounts()
    {
        LandingZone.With(Audit, "create-role").With(LogArchive);

        var response = System.Text.Json.JsonElement.Parse(
            await ResponseAsync(Payload.Bytes("SetupLandingZone.succeeded.json")));

        Assert.Equal(
            [$"{Audit} onboarded", $"{LogArchive} unchanged"],
            response.GetProperty("accounts").EnumerateArray().Select(
                account => $"{account.Text("accountId")} {account.Text("outcome")}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Invocation_fails_if_the_account_of_the_event_is_not_onboarded(bool needsOperator)
    {
        LandingZone.With(Payments, needsOperator ? Failure.Lasting() : Failure.Passing());

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(
            () => InvokeAsync(Payload.Bytes("CreateManagedAccount.succeeded.json")));

        Assert.Equal("NotOnboarded", failure.Kind);
    }

    [Fact]
    public async Task Failed_account_fails_the_event_and_the_others_are_onboarded()
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
    public async Task Event_without_work_is_completed(string file) =>
        Assert.Equal("""{"accounts":[]}""", await ResponseAsync(Payload.Bytes(file)));

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json")]
    [InlineData("Scheduled.json")]
    public async Task Event_without_account_fails_and_names_the_backfill_function(string file)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Payload.Bytes(file)));

        Assert.Equal("The event names no account; send it to the backfill function.", failure.Message);
    }

    [Theory]
    [InlineData("Work.governed.json")]
    [InlineData("Work.left.json")]
    public async Task Queue_message_is_refused_in_a_direct_invocation(string file)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Payload.Bytes(file)));

        Assert.Equal("The event cannot be read: 'origin' is only for messages of the work queue; leave it out.", failure.Message);
    }

    [Fact]
    public async Task Defect_fails_the_invocation()
    {
        LandingZone.With(Payments, new KeyNotFoundException());

        await Assert.ThrowsAsync<KeyNotFoundException>(() => InvokeAsync(Direct(Payments)));
    }
}
