using System.Text;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>A walk that takes several invocations, or starts again.</summary>
public class ContinuedWalkTests
{
    [Fact]
    public async Task Rest_of_a_walk_states_that_it_is_from_an_event_and_not_that_the_stack_is_created()
    {
        using var pause = new CancellationTokenSource();
        await pause.CancelAsync();
        var request = new WalkRequest(WalkKind.Deploy) { IsCreation = true, IsFromEvent = true };

        var rest = HandOver((await new WalkRig(50).RunAsync(request, pause.Token)).Next!);

        Assert.Equal((false, true), (rest.IsCreation, rest.IsFromEvent));
    }

    [Fact]
    public async Task Paused_walk_stops_after_the_current_page_and_returns_the_rest()
    {
        using var pause = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.Organization.BeforePage = page => CancelAt(pause, page, 2);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Deploy), pause.Token);

        Assert.Equal(40, rig.Queued.Count());
        Assert.Equal((FakeOrganization.After(40), 40), (result.Next?.Position, result.Next?.Summary.Accounts));
        Assert.Null(result.Summary.Orphaned);
    }

    [Fact]
    public async Task Walk_that_is_paused_on_its_last_page_is_complete()
    {
        using var pause = new CancellationTokenSource();
        await pause.CancelAsync();

        Assert.Null((await new WalkRig(20).RunAsync(new WalkRequest(WalkKind.Deploy), pause.Token)).Next);
    }

    [Fact]
    public async Task Rest_of_a_walk_adds_to_the_earlier_counts()
    {
        using var pause = new CancellationTokenSource();
        var rig = new WalkRig(50) { Inspection = account => Task.FromResult<string[]>(account.Number % 2 == 0 ? [] : ["one"]) };
        await pause.CancelAsync();
        var first = await rig.RunAsync(new WalkRequest(WalkKind.Reconcile), pause.Token);

        var last = await rig.RunAsync(HandOver(first.Next!));

        Assert.Equal((50, 25, 25, 25), (last.Summary.Accounts, last.Summary.Protected, last.Summary.Drifted, last.Summary.Queued));
        Assert.Equal(25, rig.Queued.Distinct(StringComparer.Ordinal).Count());
        Assert.Null(last.Summary.Orphaned);
    }

    [Fact]
    public async Task Walk_whose_time_ends_within_a_page_continues_after_the_last_complete_page()
    {
        using var end = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.OnSend = () => CancelAt(end, rig.Batches.Count, 2);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token);

        Assert.Equal((FakeOrganization.After(20), 20), (result.Next?.Position, result.Summary.Queued));
    }

    [Fact]
    public async Task Walk_whose_time_ends_within_its_first_page_throws()
    {
        using var end = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.OnSend = () => CancelAt(end, rig.Batches.Count, 0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.RunAsync(new WalkRequest(WalkKind.Deploy), end: end.Token));
    }

    [Theory]
    [InlineData(WalkKind.Deploy)]
    [InlineData(WalkKind.Reconcile)]
    [InlineData(WalkKind.UnitLeft)]
    public async Task Walk_that_restarts_counts_every_account_once(WalkKind kind)
    {
        var unit = kind == WalkKind.UnitLeft ? "ou-ab12-c3d4e5f6" : null;
        var rig = new WalkRig(40);
        rig.Organization.RefusesTokenOfPage = 2;

        var summary = (await rig.RunAsync(new WalkRequest(kind, unit))).Summary;

        Assert.Equal((40, 60), (summary.Accounts, rig.Organization.Streamed));
        Assert.Equal(kind == WalkKind.Reconcile ? 0 : 40, summary.Queued);
    }

    [Fact]
    public async Task Continued_walk_that_restarts_forgets_the_counts_of_earlier_invocations()
    {
        var rig = new WalkRig(40);
        rig.UnderOurName.Add(Sample.Vendor);
        rig.Organization.RefusesTokenOfPage = 1;
        var request = new WalkRequest(WalkKind.Reconcile)
        {
            Position = FakeOrganization.After(20),
            Summary = new WalkSummary { Accounts = 20, Protected = 20 },
        };

        var summary = (await rig.RunAsync(request)).Summary;

        Assert.Equal((40, 40, 1), (summary.Accounts, summary.Protected, summary.Orphaned));
        Assert.Equal("it may not be read", summary.Governance);
    }

    [Fact]
    public async Task Walk_may_restart_in_one_invocation_only()
    {
        using var pause = new CancellationTokenSource();
        var rig = new WalkRig(50);
        rig.Organization.RefusesTokenOfPage = 2;
        rig.Organization.BeforePage = page => CancelAt(pause, page, 2);

        var rest = HandOver((await rig.RunAsync(new WalkRequest(WalkKind.Reconcile), pause.Token)).Next!);
        await rig.RunAsync(rest);

        Assert.Equal([true, false], rig.Organization.Walks.Select(walk => walk.MayRestart));
        Assert.Equal((20, FakeOrganization.After(20)), (rest.Summary.Accounts, rest.Position));
    }

    /// <summary>The rest of a walk as the next invocation reads it.</summary>
    private static WalkRequest HandOver(WalkRequest rest) =>
        WalkPayload.Read(Encoding.UTF8.GetBytes(WalkPayload.Write(rest)))!;

    private static void CancelAt(CancellationTokenSource source, int now, int at)
    {
        if (now == at)
            source.Cancel();
    }
}
