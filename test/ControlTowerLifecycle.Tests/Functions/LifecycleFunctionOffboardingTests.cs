using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Accounts that left, where they are to be disconnected.</summary>
public sealed class LifecycleFunctionOffboardingTests : LifecycleFunctionFixture
{
    private static readonly string Left = Payload.Text("DisableBaseline.account.succeeded.json");

    public LifecycleFunctionOffboardingTests() => Governance = FakeGovernance.Of(Sample.Numbered(1));

    [Theory]
    [InlineData("DisableBaseline.account.succeeded.json")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json")]
    [InlineData("Organizations.RemoveAccountFromOrganization.json")]
    [InlineData("Organizations.AccountDepartedOrganization.json")]
    public async Task An_account_that_left_is_disconnected_and_done_with(string file)
    {
        LandingZone.With(Payments, "remove-connector", "delete-role");

        Assert.Empty(await HandedBackAsync(Payload.Text(file)));

        var line = Output.Line("outcome");
        Assert.Equal(
            ("left", Payments, "no longer governed by Control Tower"),
            (line.Text("outcome"), line.Text("accountId"), line.Text("why")));
        Assert.Equal(
            ["remove-connector", "delete-role"], line.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
    }

    [Fact]
    public async Task A_unit_that_left_names_no_account_and_is_noted()
    {
        Assert.Empty(await HandedBackAsync(Payload.Text("DeregisterOrganizationalUnit.succeeded.json")));

        Assert.Equal(["account or unit left, protection kept"], Output.Messages);
    }

    [Fact]
    public async Task An_account_that_is_still_governed_is_done_with()
    {
        Governance = FakeGovernance.Of(Sample.Id);
        LandingZone.With(Payments);

        Assert.Empty(await HandedBackAsync(Left));

        Assert.Equal("still-governed", Output.Line("outcome").Text("reason"));
        Assert.Empty(LandingZone.Looked);
    }

    [Fact]
    public async Task What_another_attempt_can_mend_is_handed_back()
    {
        LandingZone.With(Payments, Failure.Passing());

        Assert.Equal(["m0"], await HandedBackAsync(Left));

        Assert.Empty(Notifications.Told);
    }

    [Fact]
    public async Task What_only_a_person_can_mend_is_told_and_becomes_a_dead_letter()
    {
        LandingZone.With(Payments, Failure.Lasting("The role has other policies"));

        Assert.Empty(await HandedBackAsync(Left));

        Assert.Single(DeadLetters.Kept);

        Assert.Equal([$"{Payments}: The role has other policies"], Notifications.Told);
    }

    [Fact]
    public async Task An_account_that_left_and_came_back_in_one_batch_is_worked_on_in_turn()
    {
        var gate = new TaskCompletionSource<string[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        LandingZone.With(Payments, _ => gate.Task);

        var invocation = HandedBackAsync(Left, Batch.Direct(Payments));

        Assert.Equal([Payments], LandingZone.Looked);
        gate.SetResult([]);
        Assert.Empty(await invocation);
        Assert.Equal([Payments, Payments], LandingZone.Looked);
    }
}
