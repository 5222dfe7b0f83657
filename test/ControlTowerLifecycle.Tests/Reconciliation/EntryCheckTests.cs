using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>An execution role that is called otherwise is one failure, not thousands.</summary>
public class EntryCheckTests
{
    [Fact]
    public async Task A_reconciliation_that_can_enter_none_of_the_first_twenty_accounts_names_the_setting()
    {
        var rig = Refusing(60, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync());

        Assert.Equal(FailureKind.NeedsOperator, failed.Kind);
        Assert.Contains("EXECUTION_ROLE_NAME", failed.Advice, StringComparison.Ordinal);
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

        Assert.Contains("EXECUTION_ROLE_NAME", failed.Advice, StringComparison.Ordinal);
        Assert.Equal(3, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task A_deployment_goes_on_where_one_of_the_three_can_be_entered() =>
        Assert.Equal(60, (await Refusing(60, account => account.Number != 3).SummaryAsync(WalkKind.Deploy)).Queued);

    [Fact]
    public async Task A_deployment_whose_first_page_has_one_account_to_try_and_it_refuses_tries_those_of_the_next()
    {
        var rig = Refusing(21, account => account.Number == 1, pageSize: 1);

        Assert.Equal(21, (await rig.SummaryAsync(WalkKind.Deploy)).Queued);

        Assert.Equal([Sample.Numbered(1), Sample.Numbered(2)], rig.Inspected);
    }

    [Fact]
    public async Task A_deployment_gathers_its_three_over_pages()
    {
        var rig = Refusing(60, _ => true, pageSize: 2);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.StartsWith("none of 3 accounts", failed.Message, StringComparison.Ordinal);
        Assert.Equal(2, rig.Queued.Count());
    }

    [Fact]
    public async Task A_deployment_over_two_accounts_that_both_refuse_fails_before_it_queues_one()
    {
        var rig = Refusing(2, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.StartsWith("none of 2 accounts", failed.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Queued);
    }

    [Theory]
    [InlineData(WalkKind.Deploy)]
    [InlineData(WalkKind.Reconcile)]
    public async Task A_walk_that_goes_on_is_not_stopped_by_refusals_for_others_were_entered_before_it(WalkKind kind)
    {
        var rig = Refusing(80, account => account.Number is > 20 and <= 60);

        var result = await rig.RunAsync(new WalkRequest(kind) { After = "20" });

        Assert.Equal((60, null), (result.Summary.Accounts, result.Next));
    }

    [Fact]
    public async Task A_deployment_tries_none_where_Control_Tower_does_not_tell()
    {
        var rig = Refusing(60, _ => true);
        rig.Governance = new Governance.Unknown("it may not be asked");

        Assert.Equal(60, (await rig.SummaryAsync(WalkKind.Deploy)).Queued);
        Assert.Empty(rig.Inspected);
    }

    private static WalkRig Refusing(int accounts, Func<AccountId, bool> refuses, int pageSize = 20) =>
        Refusing(WalkRig.Accounts(accounts), refuses, pageSize);

    private static WalkRig Refusing(ManagedAccount[] accounts, Func<AccountId, bool> refuses, int pageSize = 20) =>
        new(new FakeOrganization(accounts) { PageSize = pageSize })
        {
            Governance = WalkRig.Governing(accounts),
            Look = account => refuses(account) ? throw WalkRig.Refused() : Task.FromResult<string[]>([]),
        };
}
