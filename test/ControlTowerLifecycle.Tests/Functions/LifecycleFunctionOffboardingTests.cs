using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Accounts that left, with the setting ACCOUNT_LEFT <c>disconnect</c>.</summary>
public sealed class LifecycleFunctionOffboardingTests : LifecycleFunctionFixture
{
    private static readonly string Left = Payload.Text("DisableBaseline.account.succeeded.json");

    public LifecycleFunctionOffboardingTests() => Governance = FakeGovernance.Of(Sample.Numbered(1));

    [Theory]
    [InlineData("DisableBaseline.account.succeeded.json")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json")]
    [InlineData("Organizations.RemoveAccountFromOrganization.json")]
    [InlineData("Organizations.AccountDepartedOrganization.json")]
    public async Task Account_that_left_is_offboarded_and_its_message_completed(string file)
    {
        LandingZone.With(Payments, "remove-connector", "delete-role");

        Assert.Empty(await ReturnedIdsAsync(Payload.Text(file)));

        var line = Output.Line("outcome");
        Assert.Equal(
            ("left", Payments, "no longer governed by Control Tower"),
            (line.Text("outcome"), line.Text("accountId"), line.Text("why")));
        Assert.Equal(
            ["remove-connector", "delete-role"], line.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
    }

    [Fact]
    public async Task Deregistered_unit_is_logged()
    {
        Assert.Empty(await ReturnedIdsAsync(Payload.Text("DeregisterOrganizationalUnit.succeeded.json")));

        Assert.Equal(["account or unit left, protection kept"], Output.Messages);
    }

    [Fact]
    public async Task Governed_account_is_skipped_and_its_message_completed()
    {
        Governance = FakeGovernance.Of(Sample.Id);
        LandingZone.With(Payments);

        Assert.Empty(await ReturnedIdsAsync(Left));

        Assert.Equal("still-governed", Output.Line("outcome").Text("reason"));
        Assert.Empty(LandingZone.ObservedAccounts);
    }

    [Fact]
    public async Task Retryable_failure_returns_the_message()
    {
        LandingZone.With(Payments, Failure.Passing());

        Assert.Equal(["m0"], await ReturnedIdsAsync(Left));

        Assert.Empty(Notifications.Told);
    }

    [Fact]
    public async Task Failure_that_needs_the_operator_is_notified_and_becomes_a_dead_letter()
    {
        LandingZone.With(Payments, Failure.Lasting("The role has other policies"));

        Assert.Empty(await ReturnedIdsAsync(Left));

        Assert.Single(DeadLetters.Kept);

        Assert.Equal([$"{Payments}: The role has other policies"], Notifications.Told);
    }

    [Fact]
    public async Task Offboarding_and_onboarding_of_one_account_run_in_sequence()
    {
        var gate = new TaskCompletionSource<string[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        LandingZone.With(Payments, _ => gate.Task);

        var invocation = ReturnedIdsAsync(Left, Batch.Direct(Payments));

        Assert.Equal([Payments], LandingZone.ObservedAccounts);
        gate.SetResult([]);
        Assert.Empty(await invocation);
        Assert.Equal([Payments, Payments], LandingZone.ObservedAccounts);
    }
}
