using System.Text;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>A partial list of Control Tower must not disconnect healthy accounts.</summary>
public class DisconnectBrakeTests
{
    [Fact]
    public async Task List_that_names_one_of_seven_accounts_disconnects_none_and_states_how_to_confirm()
    {
        var rig = Rig(accounts: 7, governed: 1);

        var result = await rig.RunAsync();

        Assert.Empty(rig.Queued);
        Assert.Equal(6, result.Summary.DisconnectsHeld);
        Assert.StartsWith(
            "the reconcile would disconnect 6 accounts (000000000002, 000000000003, 000000000004, 000000000005, "
            + "000000000006 …) of 1 governed ones: more than 3 accounts and more than 5 %",
            result.Held!.Cause,
            StringComparison.Ordinal);
        Assert.Contains(
            """invoke the backfill function with {"reconcile":"all","confirmDisconnect":6}""", result.Held.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 3, 5, 3)] // never more than three
    [InlineData(7, 3, 5, 0)]
    [InlineData(84, 80, 5, 4)] // 5 % of 80
    [InlineData(84, 79, 5, 0)]
    [InlineData(83, 80, 0, 3)]
    [InlineData(84, 80, 0, 0)]
    [InlineData(12, 6, 100, 6)]
    [InlineData(13, 6, 100, 0)] // more leave than stay
    public async Task More_than_three_accounts_and_more_than_the_limit_are_held(
        int accounts, int governed, int limit, int queued)
    {
        var rig = Rig(accounts, governed, limit);

        var result = await rig.RunAsync();

        Assert.Equal(queued, rig.Queued.Count());
        Assert.Equal(queued == 0, result.Held is not null);
        Assert.Equal((queued, queued == 0 ? accounts - governed : 0), (result.Summary.Queued, result.Summary.DisconnectsHeld));
    }

    [Fact]
    public async Task Confirmed_number_disconnects_the_accounts()
    {
        var rig = Rig(accounts: 7, governed: 1);

        var result = await rig.RunAsync(Read("""{"reconcile":"all","confirmDisconnect":6}"""));

        Assert.Null(result.Held);
        Assert.Equal((6, 6), (rig.Queued.Count(), result.Summary.Queued));
        Assert.All(rig.Queued, message => Assert.Contains("\"origin\":\"left\"", message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(7, 1, 5, 6)]
    [InlineData(7, 1, 7, 6)]
    [InlineData(7, 7, 1, 0)]
    [InlineData(7, 6, 2, 1)]
    public async Task Any_other_confirmed_number_is_refused_with_both_numbers(int accounts, int governed, int confirmed, int found)
    {
        var rig = Rig(accounts, governed);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Reconcile) { ConfirmedDisconnects = confirmed });

        Assert.Empty(rig.Queued);
        Assert.StartsWith(
            $"confirmDisconnect is {confirmed}, but the reconcile would disconnect {found} accounts",
            result.Held!.Cause,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_accounts_of_the_walk_are_queued_although_disconnects_are_held()
    {
        var rig = Rig(accounts: 8, governed: 2);
        rig.Registered = account => account.Number == 1
            ? new ControlTowerLifecycle.Onboarding.Registration.Missing("fake")
            : new ControlTowerLifecycle.Onboarding.Registration.Right(WalkRig.KnownOf(account));

        var result = await rig.RunAsync();

        Assert.Contains(Sample.Numbered(1).Value, Assert.Single(rig.Queued), StringComparison.Ordinal);
        Assert.Equal((1, 1, 6), (result.Summary.Missing, result.Summary.Protected, result.Summary.DisconnectsHeld));
    }

    [Fact]
    public async Task Accounts_of_the_whole_walk_count_if_it_takes_several_invocations()
    {
        var rig = Rig(accounts: 6, governed: 2, pageSize: 2);

        var rest = await FirstPageAsync(rig, new WalkRequest(WalkKind.Reconcile), page: 2);
        Assert.Equal([Sample.Numbered(3), Sample.Numbered(4)], rest.Departed);
        var result = await rig.RunAsync(rest);

        Assert.Empty(rig.Queued);
        Assert.Equal(4, result.Summary.DisconnectsHeld);
    }

    [Fact]
    public async Task Confirmation_holds_for_the_whole_walk()
    {
        var rig = Rig(accounts: 6, governed: 2, pageSize: 2);
        var confirmed = new WalkRequest(WalkKind.Reconcile) { ConfirmedDisconnects = 4 };

        var result = await rig.RunAsync(await FirstPageAsync(rig, confirmed, page: 2));

        Assert.Null(result.Held);
        Assert.Equal((4, 6, 4), (rig.Queued.Count(), result.Summary.Accounts, result.Summary.Queued));
    }

    [Fact]
    public async Task Account_that_a_later_list_names_is_not_disconnected()
    {
        var rig = Rig(accounts: 6, governed: 2, pageSize: 2);
        var rest = await FirstPageAsync(rig, new WalkRequest(WalkKind.Reconcile), page: 2);
        rig.Governance = WalkRig.Governing(WalkRig.Accounts(5));

        await rig.RunAsync(rest);

        Assert.Contains(Sample.Numbered(6).Value, Assert.Single(rig.Queued), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_is_counted_once_if_the_walk_restarts()
    {
        var rig = Rig(accounts: 5, governed: 2, pageSize: 3);
        rig.Organization.RefusesTokenOfPage = 2;

        var result = await rig.RunAsync();

        Assert.Null(result.Held);
        Assert.Equal((3, 3), (rig.Queued.Count(), result.Summary.Queued));
    }

    [Fact]
    public async Task Walk_whose_time_ends_while_it_queues_disconnects_reads_the_last_page_again()
    {
        using var end = new CancellationTokenSource();
        var rig = Rig(accounts: 6, governed: 3, pageSize: 2);
        rig.OnSend = () => throw Cancelled(end);
        var rest = (await rig.RunAsync(new WalkRequest(WalkKind.Reconcile), end: end.Token)).Next!;
        rig.OnSend = () => { };

        var result = await rig.RunAsync(HandOver(rest));

        Assert.Equal((3, 6, 3), (rig.Queued.Count(), result.Summary.Accounts, result.Summary.Queued));
    }

    [Fact]
    public async Task Unit_that_left_is_not_braked()
    {
        var rig = Rig(accounts: 7, governed: 1);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.UnitLeft, "ou-ab12-c3d4e5f6"));

        Assert.Null(result.Held);
        Assert.Equal(7, rig.Queued.Count());
    }

    [Fact]
    public async Task Confirmation_of_a_unit_names_the_unit()
    {
        var rig = Rig(accounts: 7, governed: 1);

        var result = await rig.RunAsync(new WalkRequest(WalkKind.Reconcile, "ou-ab12-c3d4e5f6"));

        Assert.Contains(
            """{"reconcile":"ou-ab12-c3d4e5f6","confirmDisconnect":6}""", result.Held!.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"6\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("99999999999")]
    public void Confirmation_that_is_no_positive_number_is_refused(string value) =>
        Assert.StartsWith(
            "'confirmDisconnect' takes the number of accounts",
            Assert.Throws<FormatException>(() => Read($$"""{"reconcile":"all","confirmDisconnect":{{value}}}""")).Message,
            StringComparison.Ordinal);

    /// <summary>All accounts are registered under our name; the first ones are governed.</summary>
    private static WalkRig Rig(int accounts, int governed, int limit = 5, int pageSize = 20)
    {
        var rig = new WalkRig(new FakeOrganization(WalkRig.Accounts(accounts)) { PageSize = pageSize }, disconnects: true, limit: limit)
        {
            Governance = WalkRig.Governing(WalkRig.Accounts(governed)),
        };
        rig.UnderOurName.AddRange(WalkRig.Accounts(accounts).Select(account => account.Id));
        return rig;
    }

    /// <summary>Walks until a page, and returns the rest as the next invocation reads it.</summary>
    private static async Task<WalkRequest> FirstPageAsync(WalkRig rig, WalkRequest request, int page)
    {
        using var pause = new CancellationTokenSource();
        rig.Organization.BeforePage = number => CancelAt(pause, number, page);
        var result = await rig.RunAsync(request, pause.Token);
        rig.Organization.BeforePage = _ => { };
        return HandOver(result.Next!);
    }

    private static OperationCanceledException Cancelled(CancellationTokenSource end)
    {
        end.Cancel();
        return new OperationCanceledException(end.Token);
    }

    private static void CancelAt(CancellationTokenSource source, int now, int at)
    {
        if (now == at)
            source.Cancel();
    }

    private static WalkRequest HandOver(WalkRequest rest) => Read(WalkPayload.Write(rest));

    private static WalkRequest Read(string payload) => WalkPayload.Read(Encoding.UTF8.GetBytes(payload))!;
}
