using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Walks over the organization of the sandbox, which pages and refuses tokens as AWS does.</summary>
public sealed class OrganizationPagesTests
{
    private static readonly AccountQuery Everything = new(Unit: null, WithUnits: false, Position: null);

    private static readonly SandboxOptions WithoutPaths =
        new() { Accounts = 25, PageSize = 3, AccountFields = AccountFields.State };

    [Fact]
    public async Task Whole_organization_without_units_is_one_list()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { Accounts = 25 });

        var pages = await SandboxPages.ReadAsync(run, Everything);

        Assert.Equal([20, 5], [.. pages.Select(page => page.Accounts.Count)]);
        Assert.Equal(Calls(("organizations ListAccounts", 2)), run.Server.AwsCalls.CountByOperation());
    }

    [Fact]
    public async Task List_includes_the_units_if_AWS_sends_paths()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { Accounts = 25 });

        var pages = await SandboxPages.ReadAsync(run, Everything with { WithUnits = true });

        SandboxPages.AssertUnits(run, pages);
        Assert.Equal(Calls(("organizations ListAccounts", 2)), run.Server.AwsCalls.CountByOperation());
    }

    [Fact]
    public async Task Tree_is_walked_without_paths_and_without_reading_parents_of_accounts()
    {
        await using var run = await SandboxRun.StartAsync(
            new SandboxOptions { Accounts = 25, AccountFields = AccountFields.State });

        var pages = await SandboxPages.ReadAsync(run, Everything with { WithUnits = true });

        SandboxPages.AssertUnits(run, pages);
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
    public async Task Unit_is_walked_with_all_units_below_it_and_its_parents_are_read_once()
    {
        await using var run = await SandboxRun.StartAsync(WithoutPaths);
        var (workloads, production) =
            (SandboxPages.UnitId(run, "Workloads"), SandboxPages.UnitId(run, "Production"));
        var deepest = run.Server.Organization.AddUnit("Team", production);
        run.Server.Organization.Vend("700000000001", "In the team", deepest.Id);

        var pages = await SandboxPages.ReadAsync(run, Everything with { Unit = production });

        SandboxPages.AssertUnits(run, pages);
        var under = run.Server.Organization.AccountsUnder(production).Select(account => account.Id);
        Assert.Equal([.. under.Append("700000000001").Order(StringComparer.Ordinal)], SandboxPages.Ids(pages));
        var inTheTeam = pages.SelectMany(page => page.Accounts).Single(account => account.Name == "In the team");
        Assert.Equal([workloads, production, deepest.Id], inTheTeam.OrganizationalUnits);
        Assert.Equal(2, run.Server.AwsCalls.Count("ListParents"));
    }

    [Fact]
    public async Task Unit_that_the_organization_does_not_have_needs_an_operator()
    {
        await using var run = await SandboxRun.StartAsync();

        var exception = await Assert.ThrowsAsync<OrganizationalUnitNotFoundException>(
            () => SandboxPages.ReadAsync(run, Everything with { Unit = "ou-sbx1-mistyped" }));

        Assert.Equal((FailureKind.NeedsOperator, "ou-sbx1-mistyped"), (exception.Kind, exception.Resource));
        Assert.Contains("organizational unit", exception.Advice, StringComparison.Ordinal);
    }

    private static Dictionary<string, int> Calls(params (string Operation, int Count)[] calls) =>
        calls.ToDictionary(call => call.Operation, call => call.Count, StringComparer.Ordinal);
}
