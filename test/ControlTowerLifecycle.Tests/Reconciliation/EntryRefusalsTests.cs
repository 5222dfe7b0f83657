using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>An execution role that is called otherwise is one failure, not thousands.</summary>
public class EntryRefusalsTests
{
    [Fact]
    public async Task A_reconciliation_that_can_enter_none_of_the_first_twenty_accounts_names_the_setting()
    {
        var rig = Refusing(60, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync());

        Assert.Equal(Remedy.Person, failed.Remedy);
        Assert.Contains("EXECUTION_ROLE_NAME", failed.WhatToDo, StringComparison.Ordinal);
        Assert.Equal(20, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task One_of_them_that_can_be_entered_makes_the_others_failures_of_their_own()
    {
        var rig = Refusing(60, account => account.Number != 20);

        var summary = await rig.SummaryAsync();

        Assert.Equal((59, 1, 59), (summary.Failed, summary.Protected, summary.Queued));
    }

    [Fact]
    public async Task Fewer_than_twenty_are_failures_of_their_own() =>
        Assert.Equal(19, (await Refusing(19, _ => true).SummaryAsync()).Failed);

    [Fact]
    public async Task The_management_account_which_is_not_entered_proves_nothing()
    {
        ManagedAccount[] accounts = [Sample.Account with { Id = Sample.Management }, .. WalkRig.Accounts(30)];

        await Assert.ThrowsAsync<AccountEntryRefusedException>(
            () => Refusing(accounts, account => account != Sample.Management).RunAsync());
    }

    [Fact]
    public async Task A_deployment_tries_three_accounts_before_it_queues_the_first()
    {
        var rig = Refusing(60, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.Contains("EXECUTION_ROLE_NAME", failed.WhatToDo, StringComparison.Ordinal);
        Assert.Equal(3, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task A_deployment_goes_on_where_one_of_the_three_can_be_entered() =>
        Assert.Equal(60, (await Refusing(60, account => account.Number != 3).SummaryAsync(WalkKind.Deploy)).Queued);

    [Fact]
    public async Task A_deployment_tries_none_where_Control_Tower_does_not_tell()
    {
        var rig = Refusing(60, _ => true);
        rig.Governance = new Governance.Unknown("it may not be asked");

        Assert.Equal(60, (await rig.SummaryAsync(WalkKind.Deploy)).Queued);
        Assert.Empty(rig.Inspected);
    }

    private static WalkRig Refusing(int accounts, Func<AccountId, bool> refuses) => Refusing(WalkRig.Accounts(accounts), refuses);

    private static WalkRig Refusing(ManagedAccount[] accounts, Func<AccountId, bool> refuses) =>
        new(new FakeOrganization(accounts))
        {
            Governance = WalkRig.Governing(accounts),
            Look = account => refuses(account) ? throw WalkRig.Refused() : Task.FromResult<string[]>([]),
        };
}
