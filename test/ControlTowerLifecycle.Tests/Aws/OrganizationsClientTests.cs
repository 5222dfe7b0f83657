using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Organizations;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class OrganizationsClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_comes_with_the_token_of_the_next_and_the_last_with_none()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-2.json");
        var organizations = new OrganizationsClient(server.Connection());

        var first = await organizations.ListAccountsAsync(nextToken: null, Token);
        var last = await organizations.ListAccountsAsync(first.NextToken, Token);

        Assert.Equal(("page-2", null), (first.NextToken, last.NextToken));
        Assert.Equal(["{}", """{"NextToken":"page-2"}"""], [.. server.Calls.Select(call => call.Body)]);
    }

    [Fact]
    public async Task State_wins_over_status_and_status_stands_in_for_it()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-2.json");
        var organizations = new OrganizationsClient(server.Connection());

        IReadOnlyList<OrganizationAccount> accounts =
        [
            .. (await organizations.ListAccountsAsync(nextToken: null, Token)).Items,
            .. (await organizations.ListAccountsAsync("page-2", Token)).Items,
        ];

        Assert.Equal(["ACTIVE", "SUSPENDED", "PENDING_ACTIVATION"], [.. accounts.Select(account => account.State)]);
        Assert.Equal(["o-example/r-abcd/ou-abcd-11111111/111122223333/"], accounts[0].Paths);
        Assert.Empty(accounts[1].Paths);
    }

    [Fact]
    public async Task A_throttled_page_is_asked_for_again()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "too-many-requests.json", 400).On("ListAccounts", "list-accounts-2.json");

        var page = await new OrganizationsClient(server.Connection()).ListAccountsAsync(nextToken: null, Token);

        Assert.Equal("333344445555", Assert.Single(page.Items).Id);
    }

    [Fact]
    public async Task A_page_is_asked_for_until_it_comes_for_a_walk_cannot_start_over()
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var refusal = 0; refusal < 9; refusal++)
            server.On("ListAccounts", "too-many-requests.json", 400);
        server.On("ListAccounts", "list-accounts-2.json");
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        Assert.Equal("333344445555", Assert.Single((await patient.ListAccountsAsync(null, Token)).Items).Id);
    }

    [Fact]
    public async Task A_page_that_does_not_come_in_the_caller_s_time_is_told_with_its_last_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var refusal = 0; refusal < 9; refusal++)
            server.On("ListAccounts", "too-many-requests.json", 400);
        var time = new ManualTime();
        using var callersTime = new CancellationTokenSource();
        var page = new OrganizationsClient(server.Connection()) { Time = time }
            .ListAccountsAsync(nextToken: null, callersTime.Token);
        await time.TimerSetAsync(TimeSpan.FromSeconds(1));

        await callersTime.CancelAsync();

        Assert.Equal("TooManyRequestsException", (await Assert.ThrowsAsync<AwsException>(() => page)).Code);
    }

    [Fact]
    public async Task A_page_that_is_being_asked_for_when_the_time_ends_is_told_with_its_last_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var callersTime = new CancellationTokenSource();
        for (var refusal = 0; refusal < 9; refusal++)
            server.On("ListAccounts", "too-many-requests.json", 400);
        server.On("ListAccounts", _ => callersTime.CancelAsync());
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        var failed = await Assert.ThrowsAsync<AwsException>(() => patient.ListAccountsAsync(null, callersTime.Token));

        Assert.Equal("TooManyRequestsException", failed.Code);
    }

    [Theory]
    [InlineData("ListAccountsForParent")]
    [InlineData("ListOrganizationalUnitsForParent")]
    [InlineData("ListRoots")]
    public async Task What_a_walk_down_the_tree_takes_is_asked_for_until_it_comes(string operation)
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var refusal = 0; refusal < 4; refusal++)
            server.On(operation, "too-many-requests.json", 400);
        server.On(operation, "nothing.json");
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        await (operation switch
        {
            "ListRoots" => patient.ListRootsAsync(Token),
            "ListAccountsForParent" => (Task)patient.ListAccountsForParentAsync("r-abcd", null, Token),
            _ => patient.ListOrganizationalUnitsForParentAsync("r-abcd", null, Token),
        });

        Assert.Equal(5, server.Calls.Count);
    }

    [Fact]
    public async Task A_unit_that_is_not_there_has_neither_accounts_nor_units()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccountsForParent", "parent-not-found.json", 400)
            .On("ListOrganizationalUnitsForParent", "parent-not-found.json", 400);
        var organizations = new OrganizationsClient(server.Connection());

        Assert.Null(await organizations.ListAccountsForParentAsync("ou-abcd-11111111", null, Token));
        Assert.Null(await organizations.ListOrganizationalUnitsForParentAsync("ou-abcd-11111111", null, Token));
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_is_asked_for_again_and_not_walked_twice()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-1.json")
            .On("ListAccounts", "list-accounts-2.json");
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        var accounts = await AllAccountsAsync(patient);

        Assert.Equal(["111122223333", "222233334444", "333344445555"], [.. accounts.Select(account => account.Id)]);
    }

    [Fact]
    public async Task A_page_with_an_account_that_is_none_is_asked_for_again()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-null.json").On("ListAccounts", "list-accounts-2.json");
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        Assert.Single(await AllAccountsAsync(patient));
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData("7", 7)]
    [InlineData("2147483647", 86_400)]
    [InlineData("99999999999", 1)]
    public async Task The_wait_for_a_page_is_a_pause_at_least_and_never_more_than_a_timer_takes(
        string retryAfter, int seconds)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        }).On("ListAccounts", "list-accounts-2.json");
        var time = new ManualTime { AutoAdvance = true };
        var start = time.GetUtcNow();
        var aws = server.Connection().Over(AwsTransport.Standard with { Retries = 0 });

        await AllAccountsAsync(new OrganizationsClient(aws) { Time = time });

        Assert.Equal(TimeSpan.FromSeconds(seconds), time.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_call_is_signed_for_the_region_of_organizations()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListParents", "list-parents.json");

        var parent = await new OrganizationsClient(server.Connection("cn-north-1"))
            .GetParentAsync("111122223333", Token);

        Assert.Equal(new OrganizationParent("ou-abcd-11111111", IsRoot: false), parent);
        Assert.Contains(
            "/cn-northwest-1/organizations/aws4_request",
            Assert.Single(server.Calls).Authorization,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_not_there_is_null()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DescribeAccount", "account-not-found.json", 400);

        Assert.Null(await new OrganizationsClient(server.Connection()).DescribeAccountAsync("111122223333", Token));
    }

    [Fact]
    public async Task A_child_that_is_not_there_has_no_parent()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListParents", "child-not-found.json", 400);

        Assert.Null(await new OrganizationsClient(server.Connection()).GetParentAsync("111122223333", Token));
    }

    private static async Task<List<OrganizationAccount>> AllAccountsAsync(OrganizationsClient organizations)
    {
        List<OrganizationAccount> accounts = [];
        string? nextToken = null;
        do
        {
            var page = await organizations.ListAccountsAsync(nextToken, Token);
            accounts.AddRange(page.Items);
            nextToken = page.NextToken;
        }
        while (nextToken is not null);

        return accounts;
    }
}
