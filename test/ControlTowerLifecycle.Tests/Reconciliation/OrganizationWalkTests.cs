using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>The order of a walk's calls, and where it stops and continues.</summary>
public class OrganizationWalkTests
{
    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(11, new[] { 10, 1 })]
    [InlineData(40, new[] { 10, 10, 10, 10 })]
    public async Task Accounts_are_queued_in_batches_of_ten(int accounts, int[] batches)
    {
        var rig = new WalkRig(accounts);

        var summary = await rig.SummaryAsync(WalkKind.Deploy);

        Assert.Equal(batches, rig.Batches.Select(batch => batch.Count));
        Assert.Equal((accounts, accounts), (summary.Accounts, summary.Queued));
    }

    [Fact]
    public async Task Page_is_read_after_the_messages_of_the_previous_page_are_queued()
    {
        var rig = new WalkRig(50);
        List<int> streamedBefore = [];
        rig.OnSend = () => streamedBefore.Add(rig.Organization.Streamed);

        await rig.RunAsync(WalkKind.Deploy);

        Assert.Equal([20, 20, 40, 40, 50], streamedBefore);
    }

    [Fact]
    public async Task Skipped_accounts_are_counted_by_reason_and_not_queued()
    {
        ManagedAccount[] accounts =
        [
            Sample.Account with { State = AccountState.Suspended },
            .. WalkRig.Accounts(10),
            Sample.Account with { State = AccountState.Closed },
            Sample.Account with { State = AccountState.Suspended },
            Sample.Account with { Id = Sample.Management },
        ];
        var rig = new WalkRig(new FakeOrganization(accounts), new([], [], [Sample.Management]));

        var summary = await rig.SummaryAsync(WalkKind.Deploy);

        Assert.Equal([10], rig.Batches.Select(batch => batch.Count));
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["suspended"] = 2, ["closed"] = 1, ["excluded-account"] = 1 },
            summary.Skipped);
    }

    [Fact]
    public async Task Every_protection_is_verified_before_the_first_account_is_read()
    {
        var rig = new WalkRig(1) { OnVerify = () => throw FakeProtection.Failure(FailureKind.NeedsOperator) };

        await Assert.ThrowsAsync<FakeRemoteException>(() => rig.RunAsync());

        Assert.Empty(rig.Organization.Walks);
    }

    [Fact]
    public async Task Retryable_failure_of_the_preparation_is_retried_with_growing_pauses()
    {
        List<double> at = [];
        var rig = new WalkRig(1);
        rig.OnVerify = () =>
        {
            at.Add((rig.Time.GetUtcNow() - Sample.Start).TotalSeconds);
            return at.Count < 8 ? throw FakeProtection.Failure(FailureKind.Retryable) : Task.CompletedTask;
        };

        await rig.RunAsync();

        Assert.Equal([0, 1, 3, 7, 15, 31, 61, 91], at);
    }

    [Fact]
    public async Task Walk_whose_time_ends_during_a_retry_throws_the_last_failure()
    {
        var rig = new WalkRig(1);
        using var end = new CancellationTokenSource();
        var calls = 0;
        rig.OnVerify = () =>
        {
            if (++calls < 3)
                throw FakeProtection.Failure(FailureKind.Retryable);

            end.Cancel();
            throw new OperationCanceledException(end.Token);
        };

        await Assert.ThrowsAsync<FakeRemoteException>(() => rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token));

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Registrations_are_listed_once()
    {
        var rig = new WalkRig(50);

        await rig.RunAsync();

        Assert.Equal(1, rig.Lists);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Units_are_read_if_the_scope_needs_them(bool needed)
    {
        const string unit = "ou-ab12-c3d4e5f6";
        var organization = new FakeOrganization(Sample.Account with { OrganizationalUnits = [unit] });
        var rig = new WalkRig(organization, needed ? new([unit], [], []) : AccountScope.Everything);

        await rig.RunAsync(new WalkRequest(WalkKind.Reconcile, unit));

        Assert.Equal(new AccountQuery(unit, needed, null), Assert.Single(organization.Walks));
    }

    [Theory]
    [InlineData(FailureKind.Retryable)]
    [InlineData(FailureKind.NeedsOperator)]
    public async Task Walk_whose_time_ends_continues_after_a_retryable_failure_only(FailureKind kind)
    {
        using var end = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.OnSend = () =>
        {
            if (rig.Batches.Count < 2)
                return;

            end.Cancel();
            throw FakeProtection.Failure(kind);
        };
        var walk = rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token);

        if (kind == FailureKind.NeedsOperator)
            await Assert.ThrowsAsync<FakeRemoteException>(() => walk);
        else
            Assert.Equal(20, (await walk).Summary.Accounts);
    }

    [Fact]
    public async Task Walk_stops_if_the_queue_needs_an_operator()
    {
        var rig = new WalkRig(50);
        rig.OnSend = () => _ = rig.Batches.Count < 3 ? true : throw FakeProtection.Failure(FailureKind.NeedsOperator);

        await Assert.ThrowsAsync<FakeRemoteException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.Equal(40, rig.Organization.Streamed);
    }

    [Fact]
    public async Task Unit_that_left_has_every_account_queued_without_a_lookup()
    {
        const string unit = "ou-ab12-c3d4e5f6";
        var rig = new WalkRig(new FakeOrganization(Sample.Account, Sample.Account with { State = AccountState.Suspended }))
        {
            OnVerify = () => throw new UnexpectedCallException("to verify"),
        };

        var result = await rig.RunAsync(new WalkRequest(WalkKind.UnitLeft, unit));

        Assert.Equal((2, 2), (result.Summary.Accounts, result.Summary.Queued));
        Assert.All(rig.Queued, message => Assert.Contains("\"origin\":\"left\"", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registration_whose_account_is_no_active_member_is_counted_and_kept()
    {
        var rig = new WalkRig(new FakeOrganization(
            Sample.Account, Sample.Account with { Id = Sample.Management, State = AccountState.Suspended }));
        rig.UnderOurName.AddRange([Sample.Id, Sample.Management, Sample.Vendor]);

        Assert.Equal(2, (await rig.SummaryAsync()).Orphaned);
    }

    [Fact]
    public async Task Walk_over_one_unit_counts_no_orphans()
    {
        var rig = new WalkRig(1);
        rig.UnderOurName.Add(Sample.Vendor);

        Assert.Null((await rig.RunAsync(new WalkRequest(WalkKind.Reconcile, "ou-ab12-c3d4e5f6"))).Summary.Orphaned);
    }
}
