using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Tests.Sandbox;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Reads the organization of a sandbox with the product's own adapter, and states what is in it.</summary>
internal static class SandboxPages
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string UnitId(SandboxRun run, string name) => run.Server.Organization
        .UnitsUnder(run.Server.Organization.RootId)
        .SelectMany(unit => run.Server.Organization.UnitsUnder(unit.Id).Prepend(unit))
        .Single(unit => unit.Name == name).Id;

    public static string[] AllIds(SandboxRun run) =>
        [.. run.Server.Organization.Accounts.Select(account => account.Id).Order(StringComparer.Ordinal)];

    public static string[] Ids(IEnumerable<AccountPage> pages) =>
        [.. pages.SelectMany(page => page.Accounts).Select(account => account.Id.Value).Order(StringComparer.Ordinal)];

    public static void AssertUnits(SandboxRun run, IEnumerable<AccountPage> pages) =>
        Assert.All(pages.SelectMany(page => page.Accounts), account => Assert.Equal(
            [
                .. run.Server.Organization.PathOf(run.Server.Organization.Account(account.Id.Value)).Split('/')
                    .Where(part => part.StartsWith("ou-", StringComparison.Ordinal)),
            ],
            account.OrganizationalUnits));

    public static async Task<List<AccountPage>> ReadAsync(SandboxRun run, AccountQuery query) =>
        await Organization(run).PagesAsync(query, Token).ToListAsync(Token);

    public static AwsOrganization Organization(SandboxRun run) => new(new OrganizationsClient(run.Connection()));
}
