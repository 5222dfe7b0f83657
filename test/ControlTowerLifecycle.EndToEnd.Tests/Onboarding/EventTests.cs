using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Onboarding;

public sealed class EventTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    private ControlTowerEventFactory ControlTower => Stack.Deployment.ControlTower;

    [Fact]
    public async Task Created_account_is_protected()
    {
        var account = Stack.Vend("created");

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
        Assert.Equal(
            $"ControlTower - created - {account.Id}", Stack.Server.Vendor.Connectors.Of(account.Id)[0].DisplayName);
    }

    [Fact]
    public async Task Updated_account_is_protected()
    {
        var account = Stack.Vend("enrolled");

        Stack.Deployment.Bus.Put(Stack.Updated(account));
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Setup_of_the_landing_zone_protects_audit_and_log_archive()
    {
        var security = Stack.Unit("Security");

        Stack.Deployment.Bus.Put(ControlTower.LandingZone(
            "SetupLandingZone",
            Stack.Organization.RootId,
            new NamedUnit(security.Id, security.Name),
            new NamedAccount(DefaultOrganization.AuditId, "Audit"),
            new NamedAccount(DefaultOrganization.LogArchiveId, "Log Archive")));
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId);
    }

    [Theory]
    [InlineData("CreateManagedAccount")]
    [InlineData("UpdateManagedAccount")]
    public async Task Event_about_a_failure_causes_no_call(string eventName)
    {
        var account = Stack.Vend("failed");
        var calls = Stack.RecordCalls();
        var failed = eventName == "CreateManagedAccount"
            ? ControlTower.CreateManagedAccount(account, Stack.Production, succeeded: false)
            : ControlTower.UpdateManagedAccount(account, Stack.Production, succeeded: false);

        Stack.Deployment.Bus.Put(failed);
        Stack.Deployment.WorkQueue.Send(failed.ToJson());
        await Stack.WaitUntilIdleAsync();

        Assert.Empty(calls.All);
        Assert.Equal(0, Stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public async Task Event_without_an_account_causes_no_call()
    {
        var calls = Stack.RecordCalls();

        Stack.Deployment.WorkQueue.Send(ControlTower.EnableGuardrail(Stack.Production).ToJson());
        await Stack.WaitUntilIdleAsync();

        Assert.Empty(calls.All);
    }

    [Theory]
    [InlineData("EnableBaseline")]
    [InlineData("ResetEnabledBaseline")]
    [InlineData("UpdateEnabledBaseline")]
    public async Task Account_with_an_enabled_baseline_is_protected(string eventName)
    {
        var account = Stack.Vend("baseline");

        Stack.Deployment.WorkQueue.Send(ControlTower.Baseline(eventName, account, succeeded: true).ToJson());
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Account_that_leaves_keeps_its_protection()
    {
        var account = Stack.Vend("leaving");
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        var calls = Stack.RecordCalls();

        Stack.Deployment.WorkQueue.Send(ControlTower.RemoveAccountFromOrganization(account).ToJson());
        await Stack.WaitForLineAsync("the event was logged", line =>
            line.Contains("protection kept", StringComparison.Ordinal)
                && line.Contains(account.Id, StringComparison.Ordinal));
        await Stack.WaitUntilIdleAsync();

        Assert.Empty(calls.All);
        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Accounts_of_a_registered_unit_are_protected()
    {
        var unit = Stack.Organization.AddUnit("Acquired", Stack.Organization.RootId);
        var first = Stack.Vend("first", unit.Id);
        var second = Stack.Vend("second", unit.Id);

        Stack.Deployment.Bus.Put(
            ControlTower.RegisterOrganizationalUnit(new NamedUnit(unit.Id, unit.Name), succeeded: true));
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(first.Id, second.Id);
    }
}
