using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsOrganizationTests
{
    private static readonly AccountQuery Everything = new(Unit: null, WithUnits: false, Position: null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_page_is_read_when_the_previous_one_has_been_consumed()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-2.json");
        List<int> pagesFetched = [];

        await foreach (var page in Organization(server).PagesAsync(Everything, Token))
            pagesFetched.Add(server.Calls.Count);

        Assert.Equal([1, 2], pagesFetched);
    }

    [Fact]
    public async Task Unit_that_contains_itself_fails_the_walk()
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
    public async Task Accounts_are_returned_with_state_and_units()
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
    public async Task Tree_is_walked_if_units_are_needed_and_one_account_has_no_path()
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
        Assert.Null(pages[^1].Next);
    }

    [Fact]
    public async Task Second_refused_token_is_a_failure()
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
    public async Task Refused_input_without_a_token_is_a_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "invalid-next-token.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => Organization(server).PagesAsync(Everything, Token).ToListAsync(Token).AsTask());

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
    }

    [Fact]
    public async Task Refused_token_is_a_failure_if_the_walk_may_not_restart()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "invalid-next-token.json", 400);

        await Assert.ThrowsAsync<AwsException>(() => Organization(server)
            .PagesAsync(Everything with { MayRestart = false }, Token).ToListAsync(Token).AsTask());
    }

    private static AwsOrganization Organization(LoopbackServer server) =>
        new(new OrganizationsClient(server.Connection()));
}
