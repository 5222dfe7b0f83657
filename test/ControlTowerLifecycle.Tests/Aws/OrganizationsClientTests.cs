using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Organizations;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class OrganizationsClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_has_the_token_of_the_next_page_and_the_last_page_has_none()
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
    public async Task State_is_used_before_status_and_status_if_there_is_no_state()
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
    public async Task Throttled_page_is_read_again()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "too-many-requests.json", 400).On("ListAccounts", "list-accounts-2.json");

        var page = await new OrganizationsClient(server.Connection()).ListAccountsAsync(nextToken: null, Token);

        Assert.Equal("333344445555", Assert.Single(page.Items).Id);
    }

    [Fact]
    public async Task Page_is_retried_until_it_is_read()
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var refusal = 0; refusal < 9; refusal++)
            server.On("ListAccounts", "too-many-requests.json", 400);
        server.On("ListAccounts", "list-accounts-2.json");
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        Assert.Equal("333344445555", Assert.Single((await patient.ListAccountsAsync(null, Token)).Items).Id);
    }

    [Fact]
    public async Task Page_that_is_not_read_in_time_fails_with_its_last_failure()
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
    public async Task Page_that_is_being_read_when_the_time_ends_fails_with_its_last_failure()
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
    public async Task Lists_of_a_tree_walk_are_retried_until_they_are_read(string operation)
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
    public async Task Missing_unit_has_neither_accounts_nor_units()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccountsForParent", "parent-not-found.json", 400)
            .On("ListOrganizationalUnitsForParent", "parent-not-found.json", 400);
        var organizations = new OrganizationsClient(server.Connection());

        Assert.Null(await organizations.ListAccountsForParentAsync("ou-abcd-11111111", null, Token));
        Assert.Null(await organizations.ListOrganizationalUnitsForParentAsync("ou-abcd-11111111", null, Token));
    }

    [Fact]
    public async Task Page_that_refers_to_itself_is_read_again()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAccounts", "list-accounts-1.json").On("ListAccounts", "list-accounts-1.json")
            .On("ListAccounts", "list-accounts-2.json");
        var patient = new OrganizationsClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        var accounts = await AllAccountsAsync(patient);

        Assert.Equal(["111122223333", "222233334444", "333344445555"], [.. accounts.Select(account => account.Id)]);
    }

    [Fact]
    public async Task Page_with_a_null_account_is_read_again()
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
    public async Task Wait_for_a_page_has_a_minimum_and_a_maximum(
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
        var aws = server.Connection().WithTransport(AwsTransport.Standard with { Retries = 0 });

        await AllAccountsAsync(new OrganizationsClient(aws) { Time = time });

        Assert.Equal(TimeSpan.FromSeconds(seconds), time.GetUtcNow() - start);
    }

    [Fact]
    public async Task Request_is_signed_for_the_region_of_Organizations()
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
    public async Task Missing_account_is_null()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DescribeAccount", "account-not-found.json", 400);

        Assert.Null(await new OrganizationsClient(server.Connection()).DescribeAccountAsync("111122223333", Token));
    }

    [Fact]
    public async Task Missing_child_has_no_parent()
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
