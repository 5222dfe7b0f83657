using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>An outcome that can be momentary is final only if several receives of a message end in it.</summary>
public sealed class LifecycleFunctionConfirmationTests : LifecycleFunctionFixture
{
    private const int ConfirmingReceive = 4;

    private static readonly string Vended = Payload.Text("CreateManagedAccount.succeeded.json");

    [Theory]
    [InlineData(1)]
    [InlineData(ConfirmingReceive - 1)]
    public async Task Refusal_that_can_be_momentary_is_retried_without_a_notification(int receive)
    {
        LandingZone.With(Payments, Failure.Uncertain());

        Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.Received(receive, Batch.Direct(Payments)))));

        Assert.Empty(DeadLetters.Kept);
        Assert.Empty(Notifications.Sent);
        Assert.Equal("retry", Output.Line("outcome").Text("outcome"));
        Assert.Equal("Renew the key.", Output.Line("outcome").GetProperty("failure").Text("whatToDo"));
    }

    [Fact]
    public async Task Refusal_is_final_at_the_fourth_receive()
    {
        LandingZone.With(Payments, Failure.Uncertain());

        Assert.Empty(Batch.HandedBack(await InvokeAsync(Batch.Received(ConfirmingReceive, Batch.Direct(Payments)))));

        Assert.Equal("rejected", Assert.Single(Assert.Single(DeadLetters.Kept).Failures).Outcome);
        Assert.Equal([$"{Payments}: Vendor returned 403"], Notifications.Sent);
    }

    [Fact]
    public async Task Refusal_that_ends_before_the_fourth_receive_is_no_failure()
    {
        var attempts = 0;
        LandingZone.With(Payments, _ => ++attempts < 3 ? throw Failure.Uncertain() : Task.FromResult<string[]>(["create-role"]));

        for (var receive = 1; receive <= 2; receive++)
            Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.Received(receive, Batch.Direct(Payments)))));
        Assert.Empty(Batch.HandedBack(await InvokeAsync(Batch.Received(3, Batch.Direct(Payments)))));

        Assert.Equal("onboarded", Output.LinesOf("outcome")[^1].Text("outcome"));
        Assert.Empty(Notifications.Sent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AccountState.PendingActivation)]
    public async Task Announced_account_that_is_not_shown_yet_is_retried(AccountState? state)
    {
        LandingZone.WithState(Payments, state);

        Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.Received(ConfirmingReceive - 1, Vended))));

        var outcome = Output.Line("outcome");
        Assert.Equal("retry", outcome.Text("outcome"));
        Assert.StartsWith("Control Tower announced the account", outcome.GetProperty("failure").Text("cause"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "not-in-organization")]
    [InlineData(AccountState.PendingActivation, "pending-activation")]
    public async Task Announced_account_that_stays_away_is_skipped_at_the_fourth_receive(AccountState? state, string reason)
    {
        LandingZone.WithState(Payments, state);

        Assert.Empty(Batch.HandedBack(await InvokeAsync(Batch.Received(ConfirmingReceive, Vended))));

        Assert.Equal(reason, Output.Line("outcome").Text("reason"));
        Assert.Empty(DeadLetters.Kept);
    }

    [Fact]
    public async Task Announced_account_that_is_suspended_is_skipped_at_once()
    {
        LandingZone.WithState(Payments, AccountState.Suspended);

        Assert.Empty(await ReturnedIdsAsync(Vended));

        Assert.Equal("suspended", Output.Line("outcome").Text("reason"));
    }

    [Fact]
    public async Task Account_that_the_operator_names_outside_the_organization_is_skipped_at_once()
    {
        LandingZone.WithState(Payments, null);

        Assert.Contains("\"reason\":\"not-in-organization\"", await ResponseAsync(Direct(Payments)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Direct_refusal_is_final_because_its_response_is_read()
    {
        LandingZone.With(Payments, Failure.Uncertain());

        Assert.Equal("rejected", JsonElement.Parse(await ResponseAsync(Direct(Payments))).Text("outcome"));
        Assert.Single(Notifications.Sent);
    }

    [Fact]
    public async Task Direct_event_of_an_account_that_is_not_shown_yet_fails_so_that_Lambda_repeats_it()
    {
        LandingZone.WithState(Payments, null);

        await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Payload.Bytes("CreateManagedAccount.succeeded.json")));
    }
}
