using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Walks that start at a position, over the organization of the sandbox.</summary>
public sealed class WalkPositionTests
{
    private static readonly AccountQuery Everything = new(Unit: null, WithUnits: false, Position: null);

    private static readonly SandboxOptions WithoutPaths =
        new() { Accounts = 25, PageSize = 3, AccountFields = AccountFields.State };

    /// <summary>What a position reads.</summary>
    public enum Start
    {
        List,
        Accounts,
        ChildUnits,
    }

    /// <summary>Whether a unit is walked, whether units are needed, and whether AWS sends paths.</summary>
    public static TheoryData<bool, bool, bool> Walks =>
        new() { { false, false, true }, { false, true, true }, { false, true, false }, { true, false, false } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Walk_continues_exactly_where_another_stopped(bool ofUnit, bool withUnits, bool paths)
    {
        await using var run = await SandboxRun.StartAsync(
            paths ? WithoutPaths with { AccountFields = AccountFields.State | AccountFields.Paths } : WithoutPaths);
        var walk = new AccountQuery(ofUnit ? SandboxPages.UnitId(run, "Workloads") : null, withUnits, Position: null);
        var whole = await SandboxPages.ReadAsync(run, walk);

        Assert.True(whole.Count > 5, "There are too few pages to stop after.");
        for (var stop = 0; stop < whole.Count - 1; stop++)
        {
            var rest = await SandboxPages.ReadAsync(run, walk with { Position = whole[stop].Next });
            Assert.Equal(
                [.. whole.Skip(stop + 1).SelectMany(page => page.Accounts).Select(account => account.Id)],
                [.. rest.SelectMany(page => page.Accounts).Select(account => account.Id)]);
            if (ofUnit || withUnits)
                SandboxPages.AssertUnits(run, rest);
        }

        Assert.Null(whole[^1].Next);
    }

    [Theory]
    [InlineData(Start.List)]
    [InlineData(Start.Accounts)]
    [InlineData(Start.ChildUnits)]
    public async Task Refused_token_restarts_the_walk(Start start)
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var root = run.Server.Organization.RootId;
        var position = start == Start.List ? WalkPosition.StartOfList : WalkPosition.StartOf([root]);

        var pages = await SandboxPages.ReadAsync(run, Everything with
        {
            WithUnits = true,
            Position = position with
            {
                NextToken = "of-another-list",
                ChildUnits = start == Start.ChildUnits ? [] : null,
            },
        });

        Assert.Equal(SandboxPages.AllIds(run), SandboxPages.Ids(pages));
        Assert.Equal([true, .. Enumerable.Repeat(false, pages.Count - 1)], pages.Select(page => page.IsRestart));
    }

    [Fact]
    public async Task Units_of_an_account_are_those_that_AWS_reports_and_not_those_of_the_position()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);

        var pages = await SandboxPages.ReadAsync(run, Everything with
        {
            WithUnits = true,
            Position = WalkPosition.StartOf(
                [SandboxPages.UnitId(run, "Production"), SandboxPages.UnitId(run, "Security")]),
        });

        SandboxPages.AssertUnits(run, pages);
        Assert.Contains(DefaultOrganization.AuditId, SandboxPages.Ids(pages));
    }

    [Theory]
    [InlineData("Security", "Workloads")]
    [InlineData("Workloads", "Production")]
    [InlineData(null, "Production")]
    public async Task Position_outside_the_walked_unit_is_refused(string? named, string walked)
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var outside = named is null ? run.Server.Organization.RootId : SandboxPages.UnitId(run, named);

        var query = new AccountQuery(
            SandboxPages.UnitId(run, walked), WithUnits: false, WalkPosition.StartOf([outside]));

        var refused = await Assert.ThrowsAsync<AwsException>(() => SandboxPages.ReadAsync(run, query));

        Assert.Equal((FailureKind.NeedsOperator, outside), (refused.Kind, refused.Resource));
    }

    [Fact]
    public async Task Position_in_another_organization_is_refused()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);

        await Assert.ThrowsAsync<AwsException>(
            () => SandboxPages.ReadAsync(run, Everything with { Position = WalkPosition.StartOf(["r-another"]) }));
    }

    [Fact]
    public async Task Deleted_unit_is_passed_over()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var position = WalkPosition.StartOf(["ou-sbx1-deleted0", SandboxPages.UnitId(run, "Security")]);

        var pages = await SandboxPages.ReadAsync(run, Everything with { WithUnits = true, Position = position });

        Assert.Equal([DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId], SandboxPages.Ids(pages));
    }

    [Fact]
    public async Task Position_among_a_thousand_units_is_far_smaller_than_a_payload_may_be()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { AccountFields = AccountFields.State });
        for (var number = 0; number < 1_000; number++)
            run.Server.Organization.AddUnit($"Unit {number}", run.Server.Organization.RootId);

        var largest = await SandboxPages.Organization(run).PagesAsync(Everything with { WithUnits = true }, Token)
            .Take(60)
            .Select(page => WalkPayload.Write(new WalkRequest(WalkKind.Reconcile) { Position = page.Next }).Length)
            .MaxAsync(cancellationToken: Token);

        Assert.InRange(largest, 19_000, 25_000);
    }
}
