using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>An execution role with another name is one failure, not thousands. Governance is known here.</summary>
public class EntryCheckTests
{
    [Fact]
    public async Task Reconcile_that_can_enter_none_of_the_first_twenty_accounts_fails_and_names_the_setting()
    {
        var rig = Refusing(60, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync());

        Assert.Equal(FailureKind.NeedsOperator, failed.Kind);
        Assert.Contains("EXECUTION_ROLE_NAME", failed.Advice, StringComparison.Ordinal);
        Assert.Equal(20, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Refusals_fail_single_accounts_if_one_account_can_be_entered()
    {
        var rig = Refusing(60, account => account.Number != 20);

        var summary = await rig.SummaryAsync();

        Assert.Equal((59, 1, 59), (summary.Failed, summary.Protected, summary.Queued));
    }

    [Fact]
    public async Task Explicit_deny_of_every_entry_is_named_in_the_advice()
    {
        var rig = new WalkRig(8)
        {
            Inspection = _ => throw new AccountEntryRefusedException("with an explicit deny in a service control policy", null)
            {
                RemoteSystem = "AWS STS",
                Operation = "AssumeRole",
                Kind = FailureKind.NeedsOperator,
                Advice = "Exempt the execution role in the service control policy.",
            },
        };

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync());

        Assert.StartsWith(
            "Exempt the execution role in the service control policy. Check EXECUTION_ROLE_NAME", failed.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(19)]
    public async Task Reconcile_of_a_small_organization_fails_if_no_account_can_be_entered(int accounts)
    {
        var rig = Refusing(accounts, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync());

        Assert.StartsWith($"none of {accounts} accounts can be entered", failed.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Refusals_of_a_unit_fail_single_accounts_because_all_of_them_may_be_new()
    {
        var rig = Refusing(3, _ => true);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Reconcile, "ou-ab12-c3d4e5f6"));

        Assert.Equal((3, 3), (result.Summary.Failed, result.Summary.Queued));
    }

    [Fact]
    public async Task Refusals_fail_single_accounts_if_an_account_that_is_not_registered_can_be_entered()
    {
        var rig = Refusing(8, account => account.Number <= 2);
        rig.Registered = account => account.Number <= 2
            ? new Registration.Right(WalkRig.KnownOf(account))
            : new Registration.Missing("fake");

        var summary = await rig.SummaryAsync();

        Assert.Equal((2, 6, 8), (summary.Failed, summary.Missing, summary.Queued));
    }

    [Fact]
    public async Task Refusals_prove_nothing_if_accounts_of_an_earlier_page_were_not_tried()
    {
        var rig = Refusing(4, _ => true, pageSize: 2);
        rig.Registered = account => account.Number > 2
            ? new Registration.Right(WalkRig.KnownOf(account))
            : new Registration.Missing("fake");

        var summary = await rig.SummaryAsync();

        Assert.Equal((2, 2), (summary.Failed, summary.Missing));
    }

    [Theory]
    [InlineData(WalkKind.Deploy)]
    [InlineData(WalkKind.Reconcile)]
    public async Task Check_goes_on_in_the_next_invocation_if_no_account_was_entered(WalkKind kind)
    {
        var rig = Refusing(4, _ => true, pageSize: 2);
        using var pause = new CancellationTokenSource();
        await pause.CancelAsync();
        var rest = (await rig.RunAsync(new WalkRequest(kind), pause.Token)).Next!;

        await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(rest));
    }

    [Fact]
    public async Task Management_account_does_not_count_as_entered()
    {
        ManagedAccount[] accounts = [Sample.Account with { Id = Sample.Management }, .. WalkRig.Accounts(30)];

        await Assert.ThrowsAsync<AccountEntryRefusedException>(
            () => Refusing(accounts, account => account != Sample.Management).RunAsync());
    }

    [Theory]
    [InlineData(WalkKind.Deploy, 3)]
    [InlineData(WalkKind.Reconcile, 39)]
    public async Task Throttled_inspection_counts_as_neither_entered_nor_refused(WalkKind kind, int refusals)
    {
        var rig = Refusing(60, account => account.Number != 1);
        var refuse = rig.Inspection;
        rig.Inspection = account => account.Number == 1
            ? throw FakeProtection.Failure(FailureKind.Retryable)
            : refuse(account);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(kind));

        Assert.StartsWith($"none of {refusals} accounts", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployment_tries_three_accounts_before_it_queues_the_first()
    {
        var rig = Refusing(60, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.Contains("EXECUTION_ROLE_NAME", failed.Advice, StringComparison.Ordinal);
        Assert.Equal(3, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Deployment_continues_if_one_of_three_accounts_can_be_entered() =>
        Assert.Equal(60, (await Refusing(60, account => account.Number != 3).SummaryAsync(WalkKind.Deploy)).Queued);

    [Fact]
    public async Task Deployment_tries_the_next_page_if_the_only_account_of_the_first_page_refuses()
    {
        var rig = Refusing(21, account => account.Number == 1, pageSize: 1);

        Assert.Equal(21, (await rig.SummaryAsync(WalkKind.Deploy)).Queued);

        Assert.Equal([Sample.Numbered(1), Sample.Numbered(2)], rig.Inspected);
    }

    [Fact]
    public async Task Deployment_tries_three_accounts_over_several_pages()
    {
        var rig = Refusing(60, _ => true, pageSize: 2);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.StartsWith("none of 3 accounts", failed.Message, StringComparison.Ordinal);
        Assert.Equal(3, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Deployment_that_fails_on_its_second_page_has_queued_nothing_although_governance_is_unknown()
    {
        ManagedAccount[] accounts = [Sample.Account with { Id = Sample.Management }, .. WalkRig.Accounts(39)];
        var rig = Refusing(accounts, account => account != Sample.Management);
        rig.Governance = new Governance.Unknown("it may not be read");

        await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Pages_that_waited_for_the_first_entry_are_queued_and_counted_after_it()
    {
        var rig = Refusing(6, account => account.Number <= 2, pageSize: 2);

        var summary = await rig.SummaryAsync(WalkKind.Deploy);

        Assert.Equal((6, 6), (summary.Accounts, summary.Queued));
        Assert.Equal(6, rig.Queued.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Page_that_waits_for_the_first_entry_is_queued_if_the_walk_pauses()
    {
        using var pause = new CancellationTokenSource();
        await pause.CancelAsync();
        var rig = Refusing(6, account => account.Number <= 2, pageSize: 2);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Deploy), pause.Token);

        Assert.Equal((2, 2), (rig.Queued.Count(), result.Next!.Summary.Queued));
    }

    [Fact]
    public async Task Deployment_over_two_accounts_that_both_refuse_fails_before_it_queues_one()
    {
        var rig = Refusing(2, _ => true);

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.StartsWith("none of 2 accounts", failed.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Queued);
    }

    [Theory]
    [InlineData(WalkKind.Deploy)]
    [InlineData(WalkKind.Reconcile)]
    public async Task Continued_walk_is_not_failed_by_refusals_after_an_account_was_entered(WalkKind kind)
    {
        var rig = Refusing(80, account => account.Number is > 20 and <= 60);

        var result = await rig.RunAsync(new WalkRequest(kind) { Position = FakeOrganization.After(20), HasEntered = true });

        Assert.Equal((60, null), (result.Summary.Accounts, result.Next));
    }

    [Theory]
    [InlineData(WalkKind.Deploy)]
    [InlineData(WalkKind.Reconcile)]
    public async Task Check_begins_again_if_a_continued_walk_restarts(WalkKind kind)
    {
        var rig = Refusing(80, _ => true);
        rig.Organization.RefusesTokenOfPage = 1;

        await Assert.ThrowsAsync<AccountEntryRefusedException>(
            () => rig.RunAsync(new WalkRequest(kind) { Position = FakeOrganization.After(40), HasEntered = true }));

        Assert.Empty(rig.Queued);
    }

    private static WalkRig Refusing(int accounts, Func<AccountId, bool> refuses, int pageSize = 20) =>
        Refusing(WalkRig.Accounts(accounts), refuses, pageSize);

    private static WalkRig Refusing(ManagedAccount[] accounts, Func<AccountId, bool> refuses, int pageSize = 20) =>
        new(new FakeOrganization(accounts) { PageSize = pageSize })
        {
            Governance = WalkRig.Governing(accounts),
            Inspection = account =>
                refuses(account) ? throw WalkRig.Refused() : Task.FromResult<string[]>([]),
        };
}
