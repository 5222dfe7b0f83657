using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>The way through the organization: what is looked up first, what is held, where it stops and goes on.</summary>
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
    public async Task No_page_is_asked_for_before_the_messages_of_the_last_one_are_queued()
    {
        var rig = new WalkRig(50);
        List<int> streamedBefore = [];
        rig.OnSend = () => streamedBefore.Add(rig.Organization.Streamed);

        await rig.RunAsync(WalkKind.Deploy);

        Assert.Equal([20, 20, 40, 40, 50], streamedBefore);
    }

    [Fact]
    public async Task What_is_skipped_is_counted_by_its_reason_and_takes_no_place_in_a_batch()
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
    public async Task What_a_retry_can_mend_is_tried_again_with_growing_pauses()
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
    public async Task A_vendor_that_is_being_asked_again_when_the_time_ends_is_told_with_its_last_failure()
    {
        var rig = new WalkRig(1);
        using var end = new CancellationTokenSource();
        var asked = 0;
        rig.OnVerify = () =>
        {
            if (++asked < 3)
                throw FakeProtection.Failure(FailureKind.Retryable);

            end.Cancel();
            throw new OperationCanceledException(end.Token);
        };

        await Assert.ThrowsAsync<FakeRemoteException>(() => rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token));

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task The_rest_of_a_walk_knows_that_an_event_asked_for_it_and_not_that_the_stack_was_made()
    {
        using var pause = new CancellationTokenSource();
        await pause.CancelAsync();
        var request = new WalkRequest(WalkKind.Deploy) { IsCreation = true, IsEvents = true };

        var rest = Handed((await new WalkRig(50).RunAsync(request, pause.Token)).Next!);

        Assert.Equal((false, true), (rest.IsCreation, rest.IsEvents));
    }

    [Fact]
    public async Task The_vendor_s_list_is_read_once()
    {
        var rig = new WalkRig(50);

        await rig.RunAsync();

        Assert.Equal(1, rig.Listed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Units_are_walked_with_where_the_scope_turns_on_them(bool needed)
    {
        const string unit = "ou-ab12-c3d4e5f6";
        var organization = new FakeOrganization(Sample.Account with { OrganizationalUnits = [unit] });
        var rig = new WalkRig(organization, needed ? new([unit], [], []) : AccountScope.Everything);

        await rig.RunAsync(new WalkRequest(WalkKind.Reconcile, unit));

        Assert.Equal(new AccountQuery(unit, needed, null), Assert.Single(organization.Walks));
    }

    [Fact]
    public async Task A_walk_that_is_asked_to_pause_stops_after_its_page_and_knows_the_rest()
    {
        using var pause = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.Organization.BeforePage = page => CancelAt(pause, page, 2);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Deploy), pause.Token);

        Assert.Equal(40, rig.Queued.Count());
        Assert.Equal(("40", 40), (result.Next?.After, result.Next?.Summary.Accounts));
        Assert.Null(result.Summary.Orphaned);
    }

    [Fact]
    public async Task A_walk_that_is_asked_to_pause_on_its_last_page_is_done()
    {
        using var pause = new CancellationTokenSource();
        await pause.CancelAsync();

        Assert.Null((await new WalkRig(20).RunAsync(new WalkRequest(WalkKind.Deploy), pause.Token)).Next);
    }

    [Fact]
    public async Task The_rest_of_a_walk_counts_on_from_what_was_counted()
    {
        using var pause = new CancellationTokenSource();
        var rig = new WalkRig(50) { Look = account => Task.FromResult<string[]>(account.Number % 2 == 0 ? [] : ["one"]) };
        await pause.CancelAsync();
        var first = await rig.RunAsync(new WalkRequest(WalkKind.Reconcile), pause.Token);

        var last = await rig.RunAsync(Handed(first.Next!));

        Assert.Equal((50, 25, 25, 25), (last.Summary.Accounts, last.Summary.Protected, last.Summary.Drifted, last.Summary.Queued));
        Assert.Equal(25, rig.Queued.Distinct(StringComparer.Ordinal).Count());
        Assert.Null(last.Summary.Orphaned);
    }

    [Fact]
    public async Task A_walk_whose_time_ends_within_a_page_begins_again_after_the_last_whole_one()
    {
        using var end = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.OnSend = () => CancelAt(end, rig.Batches.Count, 2);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token);

        Assert.Equal(("20", 20), (result.Next?.After, result.Summary.Queued));
    }

    [Fact]
    public async Task A_walk_whose_time_ends_within_its_first_page_has_no_rest_to_go_on_with()
    {
        using var end = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.OnSend = () => CancelAt(end, rig.Batches.Count, 0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token));
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
            Assert.Equal("20", (await walk).Next?.After);
    }

    [Fact]
    public async Task A_queue_that_only_a_person_can_mend_stops_the_walk()
    {
        var rig = new WalkRig(50);
        rig.OnSend = () => _ = rig.Batches.Count < 3 ? true : throw FakeProtection.Failure(FailureKind.NeedsOperator);

        await Assert.ThrowsAsync<FakeRemoteException>(() => rig.RunAsync(WalkKind.Deploy));

        Assert.Equal(40, rig.Organization.Streamed);
    }

    [Fact]
    public async Task A_unit_that_left_has_every_account_told_of_and_nothing_looked_up()
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
    public async Task A_registration_whose_account_is_no_active_member_is_counted_and_left_alone()
    {
        var rig = new WalkRig(new FakeOrganization(
            Sample.Account, Sample.Account with { Id = Sample.Management, State = AccountState.Suspended }));
        rig.UnderOurNames.AddRange([Sample.Id, Sample.Management, Sample.Vendor]);

        Assert.Equal(2, (await rig.SummaryAsync()).Orphaned);
    }

    [Fact]
    public async Task A_walk_over_one_unit_tells_nothing_of_orphans()
    {
        var rig = new WalkRig(1);
        rig.UnderOurNames.Add(Sample.Vendor);

        Assert.Null((await rig.RunAsync(new WalkRequest(WalkKind.Reconcile, "ou-ab12-c3d4e5f6"))).Summary.Orphaned);
    }

    /// <summary>As it comes out of the next invocation's payload.</summary>
    private static WalkRequest Handed(WalkRequest rest) =>
        WalkPayload.Read(System.Text.Encoding.UTF8.GetBytes(WalkPayload.Write(rest)))!;

    private static void CancelAt(CancellationTokenSource source, int now, int at)
    {
        if (now == at)
            source.Cancel();
    }
}
