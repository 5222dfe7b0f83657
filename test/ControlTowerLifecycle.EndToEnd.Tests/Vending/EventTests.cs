using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Vending;

public sealed class EventTests(ListeningStack listening) : IClassFixture<ListeningStack>
{
    private TestStack Stack => listening.Stack;

    private ControlTowerEventFactory ControlTower => Stack.Deployment.ControlTower;

    [Fact]
    public async Task An_account_that_is_created_is_protected()
    {
        var account = Stack.Vend("created");

        Stack.Announce(account);
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
        Assert.Equal(
            $"ControlTower - created - {account.Id}", Stack.Server.Vendor.Connectors.Of(account.Id)[0].DisplayName);
    }

    [Fact]
    public async Task An_account_that_is_updated_is_protected()
    {
        var account = Stack.Vend("enrolled");

        Stack.Deployment.Bus.Put(Stack.Updated(account));
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task The_set_up_of_the_landing_zone_brings_in_audit_and_log_archive()
    {
        var security = Stack.Unit("Security");

        Stack.Deployment.Bus.Put(ControlTower.LandingZone(
            "SetupLandingZone",
            Stack.Organization.RootId,
            new NamedUnit(security.Id, security.Name),
            new NamedAccount(DefaultOrganization.AuditId, "Audit"),
            new NamedAccount(DefaultOrganization.LogArchiveId, "Log Archive")));
        await Stack.QuietAsync();

        Stack.AssertProtected(DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId);
    }

    [Theory]
    [InlineData("CreateManagedAccount")]
    [InlineData("UpdateManagedAccount")]
    public async Task An_event_that_tells_of_a_failure_leads_to_nothing(string eventName)
    {
        var account = Stack.Vend("failed");
        var mark = Stack.Mark();
        var failed = eventName == "CreateManagedAccount"
            ? ControlTower.CreateManagedAccount(account, Stack.Production, succeeded: false)
            : ControlTower.UpdateManagedAccount(account, Stack.Production, succeeded: false);

        Stack.Deployment.Bus.Put(failed);
        Stack.Deployment.WorkQueue.Send(failed.ToJson());
        await Stack.QuietAsync();

        Assert.Empty(mark.Calls);
        Assert.Equal(0, Stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public async Task An_event_that_concerns_no_account_leads_to_nothing()
    {
        var mark = Stack.Mark();

        Stack.Deployment.WorkQueue.Send(ControlTower.EnableGuardrail(Stack.Production).ToJson());
        await Stack.QuietAsync();

        Assert.Empty(mark.Calls);
    }

    [Theory]
    [InlineData("EnableBaseline")]
    [InlineData("ResetEnabledBaseline")]
    [InlineData("UpdateEnabledBaseline")]
    public async Task An_account_whose_baseline_is_enabled_is_protected(string eventName)
    {
        var account = Stack.Vend("baseline");

        Stack.Deployment.WorkQueue.Send(ControlTower.Baseline(eventName, account, succeeded: true).ToJson());
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task An_account_that_leaves_keeps_its_protection()
    {
        var account = Stack.Vend("leaving");
        Stack.Announce(account);
        await Stack.QuietAsync();
        var mark = Stack.Mark();

        Stack.Deployment.WorkQueue.Send(ControlTower.RemoveAccountFromOrganization(account).ToJson());
        await Stack.LineAsync("the leaving was logged", line =>
            line.Contains("protection stays", StringComparison.Ordinal)
                && line.Contains(account.Id, StringComparison.Ordinal));
        await Stack.QuietAsync();

        Assert.Empty(mark.Calls);
        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task A_unit_that_is_registered_has_everything_in_it_protected()
    {
        var unit = Stack.Organization.AddUnit("Acquired", Stack.Organization.RootId);
        var first = Stack.Vend("first", unit.Id);
        var second = Stack.Vend("second", unit.Id);

        Stack.Deployment.Bus.Put(
            ControlTower.RegisterOrganizationalUnit(new NamedUnit(unit.Id, unit.Name), succeeded: true));
        await Stack.QuietAsync();

        Stack.AssertProtected(first.Id, second.Id);
    }
}
