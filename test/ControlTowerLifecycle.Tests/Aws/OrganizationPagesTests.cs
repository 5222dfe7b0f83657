using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Walks over the sandbox's organization, which pages and refuses tokens as AWS does.</summary>
public sealed class OrganizationPagesTests
{
    private static readonly AccountQuery Everything = new(Unit: null, WithUnits: false, After: null);

    private static readonly SandboxOptions WithoutPaths =
        new() { Accounts = 25, PageSize = 3, AccountFields = AccountFields.State };

    /// <summary>Whether a unit is walked, whether units are wanted, and whether AWS sends paths.</summary>
    public static TheoryData<bool, bool, bool> Walks =>
        new() { { false, false, true }, { false, true, true }, { false, true, false }, { true, false, false } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_organization_without_units_is_one_list()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { Accounts = 25 });

        var pages = await PagesAsync(run, Everything);

        Assert.Equal([20, 5], [.. pages.Select(page => page.Accounts.Count)]);
        Assert.Equal(Calls(("organizations ListAccounts", 2)), run.Server.AwsCalls.CountByOperation());
    }

    [Fact]
    public async Task Where_AWS_sends_the_paths_the_list_tells_the_units_too()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { Accounts = 25 });

        var pages = await PagesAsync(run, Everything with { WithUnits = true });

        AssertUnits(run, pages);
        Assert.Equal(Calls(("organizations ListAccounts", 2)), run.Server.AwsCalls.CountByOperation());
    }

    [Fact]
    public async Task Without_paths_the_tree_tells_the_units_and_no_account_is_asked_for_its_parents()
    {
        await using var run = await SandboxRun.StartAsync(
            new SandboxOptions { Accounts = 25, AccountFields = AccountFields.State });

        var pages = await PagesAsync(run, Everything with { WithUnits = true });

        AssertUnits(run, pages);
        Assert.Equal(25, pages.SelectMany(page => page.Accounts).Distinct().Count());
        Assert.Equal(
            Calls(
                ("organizations ListAccounts", 1),
                ("organizations ListRoots", 1),
                ("organizations ListAccountsForParent", 6),
                ("organizations ListOrganizationalUnitsForParent", 6)),
            run.Server.AwsCalls.CountByOperation());
    }

    [Fact]
    public async Task A_unit_is_walked_with_all_below_it_and_the_units_above_it_are_asked_for_once()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var deepest = run.Server.Organization.AddUnit("Team", Unit(run, "Production"));
        run.Server.Organization.Vend("700000000001", "In the team", deepest.Id);

        var pages = await PagesAsync(run, Everything with { Unit = Unit(run, "Production") });

        AssertUnits(run, pages);
        var under = run.Server.Organization.AccountsUnder(Unit(run, "Production")).Select(account => account.Id);
        Assert.Equal([.. under.Append("700000000001").Order(StringComparer.Ordinal)], Ids(pages));
        var inTheTeam = pages.SelectMany(page => page.Accounts).Single(account => account.Name == "In the team");
        Assert.Equal([Unit(run, "Workloads"), Unit(run, "Production"), deepest.Id], inTheTeam.OrganizationalUnits);
        Assert.Equal(2, run.Server.AwsCalls.Count("ListParents"));
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task A_walk_goes_on_exactly_where_another_stopped(bool ofUnit, bool withUnits, bool paths)
    {
        await using var run = await SandboxRun.StartAsync(
            paths ? WithoutPaths with { AccountFields = AccountFields.State | AccountFields.Paths } : WithoutPaths);
        var walk = new AccountQuery(ofUnit ? Unit(run, "Workloads") : null, withUnits, After: null);
        var whole = await PagesAsync(run, walk);

        Assert.True(whole.Count > 5, "There are too few pages to stop after.");
        for (var stop = 0; stop < whole.Count - 1; stop++)
        {
            var rest = await PagesAsync(run, walk with { After = whole[stop].Position });
            Assert.Equal(
                [.. whole.Skip(stop + 1).SelectMany(page => page.Accounts).Select(account => account.Id)],
                [.. rest.SelectMany(page => page.Accounts).Select(account => account.Id)]);
            if (ofUnit || withUnits)
                AssertUnits(run, rest);
        }

        Assert.Null(whole[^1].Position);
    }

    [Theory]
    [InlineData("""{"NextToken":"of-nobody"}""")]
    [InlineData("""{"NextToken":"of-nobody","Levels":[["r-sbx1"]],"Above":[]}""")]
    [InlineData("""{"NextToken":"of-nobody","Levels":[["r-sbx1"]],"Above":[],"Found":[]}""")]
    [InlineData("""{"Levels":[]}""")]
    [InlineData("""{"Levels":[[]]}""")]
    [InlineData("""{"Levels":7}""")]
    [InlineData("the position of another version")]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_position_that_nobody_knows_leads_back_to_the_start(string position)
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);

        var pages = await PagesAsync(run, Everything with { WithUnits = true, After = position });

        Assert.Equal(AllIds(run), Ids(pages));
    }

    [Fact]
    public async Task A_position_in_the_list_of_all_accounts_is_none_of_a_unit_s()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var elsewhere = (await PagesAsync(run, Everything))[0].Position;

        var pages = await PagesAsync(run, new AccountQuery(Unit(run, "Security"), WithUnits: false, elsewhere));

        Assert.Equal([DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId], Ids(pages));
    }

    [Fact]
    public async Task A_unit_that_is_gone_by_now_is_passed_over()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var position = WalkPosition.In(["ou-sbx1-deleted0", Unit(run, "Security")], above: []).ToString();

        var pages = await PagesAsync(run, Everything with { WithUnits = true, After = position });

        Assert.Equal([DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId], Ids(pages));
    }

    [Fact]
    public async Task A_unit_that_the_organization_does_not_have_goes_to_a_person()
    {
        await using var run = await SandboxRun.StartAsync();

        var exception = await Assert.ThrowsAsync<OrganizationalUnitNotFoundException>(
            () => PagesAsync(run, Everything with { Unit = "ou-sbx1-mistyped" }));

        Assert.Equal((FailureKind.NeedsOperator, "ou-sbx1-mistyped"), (exception.Kind, exception.Resource));
        Assert.Contains("organizational unit", exception.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_among_a_thousand_units_fits_many_times_into_an_invocation()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { AccountFields = AccountFields.State });
        for (var number = 0; number < 1_000; number++)
            run.Server.Organization.AddUnit($"Unit {number}", run.Server.Organization.RootId);

        var largest = await Organization(run).PagesAsync(Everything with { WithUnits = true }, Token)
            .Take(60)
            .Select(page => page.Position!.Length)
            .MaxAsync(cancellationToken: Token);

        Assert.InRange(largest, 19_000, 25_000);
    }

    private static string Unit(SandboxRun run, string name) => run.Server.Organization
        .UnitsUnder(run.Server.Organization.RootId)
        .SelectMany(unit => run.Server.Organization.UnitsUnder(unit.Id).Prepend(unit))
        .Single(unit => unit.Name == name).Id;

    private static string[] AllIds(SandboxRun run) =>
        [.. run.Server.Organization.Accounts.Select(account => account.Id).Order(StringComparer.Ordinal)];

    private static string[] Ids(IEnumerable<AccountPage> pages) =>
        [.. pages.SelectMany(page => page.Accounts).Select(account => account.Id.Value).Order(StringComparer.Ordinal)];

    private static Dictionary<string, int> Calls(params (string Operation, int Count)[] calls) =>
        calls.ToDictionary(call => call.Operation, call => call.Count, StringComparer.Ordinal);

    private static void AssertUnits(SandboxRun run, IEnumerable<AccountPage> pages) =>
        Assert.All(pages.SelectMany(page => page.Accounts), account => Assert.Equal(
            [
                .. run.Server.Organization.PathOf(run.Server.Organization.Account(account.Id.Value)).Split('/')
                    .Where(part => part.StartsWith("ou-", StringComparison.Ordinal)),
            ],
            account.OrganizationalUnits));

    private static async Task<List<AccountPage>> PagesAsync(SandboxRun run, AccountQuery walk) =>
        await Organization(run).PagesAsync(walk, Token).ToListAsync(Token);

    private static AwsOrganization Organization(SandboxRun run) => new(new OrganizationsClient(run.Connection()));
}
