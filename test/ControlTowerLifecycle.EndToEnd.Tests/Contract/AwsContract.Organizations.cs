using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Organization_lists_its_accounts_and_their_parents()
    {
        var organizations = new OrganizationsClient(Connect());

        var walk = new AccountQuery(Unit: null, WithUnits: false, Position: null);
        var pages = await new AwsOrganization(organizations).PagesAsync(walk, Token).ToListAsync(Token);
        var accounts = pages.SelectMany(page => page.Accounts);
        var account = await organizations.DescribeAccountAsync(Emulator.MemberAccountIds[0], Token);
        var parent = await organizations.GetParentAsync(Emulator.MemberAccountIds[0], Token);

        Assert.Equal(
            [.. Emulator.MemberAccountIds.Append(Emulator.ManagementAccountId).Order(StringComparer.Ordinal)],
            [.. accounts.Select(member => member.Id.Value).Order(StringComparer.Ordinal)]);
        Assert.Equal("ACTIVE", account?.State);
        Assert.True(parent?.IsRoot);
        Assert.StartsWith("r-", parent?.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Walk_of_a_unit_returns_the_accounts_below_it_with_their_units()
    {
        var walk = new AccountQuery(Emulator.UnitId, WithUnits: true, Position: null);

        Assert.Equivalent(Emulator.UnitsOfAccounts, UnitsByAccount(await WalkAsync(walk)), strict: true);
    }

    [Fact]
    public async Task Walk_returns_every_account_once_and_resumes_at_any_page()
    {
        var walk = new AccountQuery(Unit: null, WithUnits: true, Position: null);

        var whole = await WalkAsync(walk);

        var units = UnitsByAccount(whole);
        Assert.Equal(
            [.. Emulator.MemberAccountIds.Append(Emulator.ManagementAccountId).Order(StringComparer.Ordinal)],
            [.. units.Keys.Order(StringComparer.Ordinal)]);
        Assert.All(Emulator.UnitsOfAccounts, chain => Assert.Equal(chain.Value, units[chain.Key]));
        Assert.Empty(units[Emulator.MemberAccountIds[0]]);
        for (var stop = 0; stop < whole.Count - 1; stop++)
        {
            var rest = await WalkAsync(walk with { Position = whole[stop].Next });
            Assert.Equivalent(UnitsByAccount(whole.Skip(stop + 1)), UnitsByAccount(rest), strict: true);
        }
    }

    [Fact]
    public async Task Missing_unit_is_null()
    {
        var organizations = new OrganizationsClient(Connect());
        var missing = $"{Emulator.UnitId[..^8]}00000000";

        Assert.Null(await organizations.ListAccountsForParentAsync(missing, nextToken: null, Token));
        Assert.Null(await organizations.ListOrganizationalUnitsForParentAsync(missing, nextToken: null, Token));
    }

    [Fact]
    public async Task Missing_account_is_null() =>
        Assert.Null(await new OrganizationsClient(Connect()).DescribeAccountAsync("000000000000", Token));

    /// <summary>Fails if an account occurs twice.</summary>
    private static Dictionary<string, IReadOnlyList<string>> UnitsByAccount(IEnumerable<AccountPage> pages) =>
        pages.SelectMany(page => page.Accounts).ToDictionary(
            account => account.Id.Value, account => account.OrganizationalUnits!, StringComparer.Ordinal);

    private async Task<List<AccountPage>> WalkAsync(AccountQuery walk) =>
        await new AwsOrganization(new OrganizationsClient(Connect())).PagesAsync(walk, Token).ToListAsync(Token);
}
