using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>An account that Control Tower no longer governs, and whose event was lost or came too early.</summary>
public class LeftBehindTests
{
    [Fact]
    public async Task An_ungoverned_account_under_our_name_is_queued_as_one_that_left_and_counted_as_not_governed()
    {
        var rig = Rig(disconnects: true);

        var summary = await rig.SummaryAsync();

        Assert.Equal(
            ["""{"accountId":"444455556666","accountName":"payments-prod","origin":"left"}"""], rig.Queued);
        Assert.Equal((1, 0), (summary.Skipped["not-governed"], summary.Unprotected));
        Assert.Empty(rig.Inspected);
    }

    [Fact]
    public async Task It_keeps_its_protection_where_accounts_that_left_do()
    {
        var rig = Rig(disconnects: false);

        Assert.Equal(["not-governed"], (await rig.SummaryAsync()).Skipped.Keys);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task A_governed_account_has_not_left()
    {
        var rig = Rig(disconnects: true);
        rig.Governance = WalkRig.Governing([Sample.Account]);

        Assert.Equal(1, (await rig.SummaryAsync()).Protected);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task An_account_has_not_left_where_Control_Tower_does_not_tell()
    {
        var rig = Rig(disconnects: true);
        rig.Governance = new Governance.Unknown("it may not be asked");

        await rig.RunAsync();

        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task A_registration_that_others_made_is_no_reason_to_disconnect()
    {
        var rig = Rig(disconnects: true);
        rig.UnderOurNames.Clear();

        await rig.RunAsync();

        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task An_account_that_is_out_of_scope_is_left_alone()
    {
        var rig = Rig(disconnects: true, new AccountScope([], [], [Sample.Id]));

        Assert.Equal(["excluded-account"], (await rig.SummaryAsync()).Skipped.Keys);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task A_deployment_disconnects_nobody()
    {
        var rig = Rig(disconnects: true);

        await rig.RunAsync(WalkKind.Deploy);

        Assert.Empty(rig.Queued);
    }

    /// <summary>One account under our name, which Control Tower does not name.</summary>
    private static WalkRig Rig(bool disconnects, AccountScope? scope = null)
    {
        var rig = new WalkRig(new FakeOrganization(Sample.Account), scope, disconnects)
        {
            Governance = WalkRig.Governing(WalkRig.Accounts(1)),
        };
        rig.UnderOurNames.Add(Sample.Id);
        return rig;
    }
}
