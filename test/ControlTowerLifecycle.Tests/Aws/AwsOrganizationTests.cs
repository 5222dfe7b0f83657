using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsOrganizationTests
{
    private static readonly AccountQuery Everything = new(Unit: null, WithUnits: false, After: null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_page_is_fetched_only_when_the_one_before_has_been_consumed()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-2.json");
        List<int> pagesFetched = [];

        await foreach (var page in Organization(server).PagesAsync(Everything, Token))
            pagesFetched.Add(server.Calls.Count);

        Assert.Equal([1, 2], pagesFetched);
    }

    [Fact]
    public async Task A_unit_that_lies_in_itself_is_not_walked_down_for_ever()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListParents", "list-parents-root.json")
            .On("ListAccountsForParent", "nothing.json").On("ListOrganizationalUnitsForParent", "list-units-1.json")
            .On("ListAccountsForParent", "nothing.json").On("ListOrganizationalUnitsForParent", "list-units-1.json");

        var failure = await Assert.ThrowsAsync<AwsException>(() => Organization(server)
            .PagesAsync(new AccountQuery("ou-abcd-11111111", WithUnits: true, null), Token).ToListAsync(Token).AsTask());

        Assert.Equal("ListOrganizationalUnitsForParent", failure.Operation);
    }

    [Fact]
    public async Task Accounts_come_in_our_own_words()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-2.json");

        var pages = await Organization(server).PagesAsync(Everything, Token).ToListAsync(Token);
        var accounts = pages.SelectMany(page => page.Accounts).ToList();

        Assert.Equal(
            [AccountState.Active, AccountState.Suspended, AccountState.PendingActivation],
            [.. accounts.Select(account => account.State)]);
        Assert.Equal(["ou-abcd-11111111"], accounts[0].OrganizationalUnits);
        Assert.Null(accounts[1].OrganizationalUnits);
    }

    [Fact]
    public async Task One_account_without_a_path_has_the_tree_walked_where_units_are_wanted()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json")
            .On("ListRoots", "list-roots.json")
            .On("ListAccountsForParent", "list-accounts-2.json")
            .On("ListOrganizationalUnitsForParent", "nothing.json");

        var pages = await Organization(server)
            .PagesAsync(Everything with { WithUnits = true }, Token)
            .ToListAsync(Token);

        var account = Assert.Single(pages.SelectMany(page => page.Accounts));
        Assert.Equal("333344445555", account.Id.Value);
        Assert.Empty(account.OrganizationalUnits!);
        Assert.Null(pages[^1].Position);
    }

    [Fact]
    public async Task A_token_that_is_refused_although_it_was_just_given_is_a_failure_in_the_end()
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var start = 0; start < 2; start++)
            server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "invalid-next-token.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => Organization(server).PagesAsync(Everything, Token).ToListAsync(Token).AsTask());

        Assert.Equal(("InvalidInputException", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
        Assert.Equal(4, server.Calls.Count);
    }

    [Fact]
    public async Task An_input_that_is_refused_without_a_token_in_it_is_a_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "invalid-next-token.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => Organization(server).PagesAsync(Everything, Token).ToListAsync(Token).AsTask());

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
    }

    private static AwsOrganization Organization(LoopbackServer server) =>
        new(new OrganizationsClient(server.Connection()));
}
