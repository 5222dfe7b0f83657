using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>An account that is no longer governed, and whose event was lost or came too early.</summary>
public class UngovernedAccountTests
{
    [Fact]
    public async Task Ungoverned_account_under_our_name_is_queued_to_be_offboarded_and_counted_as_not_governed()
    {
        var rig = Rig(disconnects: true);

        var summary = await rig.SummaryAsync();

        Assert.Equal(
            ["""{"accountId":"444455556666","accountName":"payments-prod","origin":"left"}"""], rig.Queued);
        Assert.Equal((1, 0), (summary.Skipped["not-governed"], summary.Unprotected));
        Assert.Empty(rig.Inspected);
    }

    [Fact]
    public async Task Ungoverned_account_keeps_its_protection_if_the_setting_says_so()
    {
        var rig = Rig(disconnects: false);

        Assert.Equal(["not-governed"], (await rig.SummaryAsync()).Skipped.Keys);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Governed_account_is_not_offboarded()
    {
        var rig = Rig(disconnects: true);
        rig.Governance = WalkRig.Governing([Sample.Account]);

        Assert.Equal(1, (await rig.SummaryAsync()).Protected);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Account_is_not_offboarded_if_governance_is_unknown()
    {
        var rig = Rig(disconnects: true);
        rig.Governance = new Governance.Unknown("it may not be read");

        await rig.RunAsync();

        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Account_with_a_registration_of_another_owner_is_not_offboarded()
    {
        var rig = Rig(disconnects: true);
        rig.UnderOurName.Clear();

        await rig.RunAsync();

        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Account_out_of_scope_is_not_offboarded()
    {
        var rig = Rig(disconnects: true, new AccountScope([], [], [Sample.Id]));

        Assert.Equal(["excluded-account"], (await rig.SummaryAsync()).Skipped.Keys);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Deployment_offboards_no_account()
    {
        var rig = Rig(disconnects: true);

        await rig.RunAsync(WalkKind.Deploy);

        Assert.Empty(rig.Queued);
    }

    /// <summary>One account that is registered under our name and is not governed.</summary>
    private static WalkRig Rig(bool disconnects, AccountScope? scope = null)
    {
        var rig = new WalkRig(new FakeOrganization(Sample.Account), scope, disconnects)
        {
            Governance = WalkRig.Governing(WalkRig.Accounts(1)),
        };
        rig.UnderOurName.Add(Sample.Id);
        return rig;
    }
}
