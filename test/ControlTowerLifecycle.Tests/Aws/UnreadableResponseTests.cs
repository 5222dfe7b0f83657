using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Responses with success that lack what the call needs. The fuzz tests found them.</summary>
public sealed class UnreadableResponseTests
{
    private const string Role = "arn:aws:iam::111122223333:role/AWSControlTowerExecution";
    private const string Account = "111122223333";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sts-session-without-credentials.xml")]
    [InlineData("sts-session-without-key.xml")]
    [InlineData("sts-session-cut.xml")]
    [InlineData("sts-session-metadata-twice.xml")]
    public Task Session_without_complete_credentials_is_unreadable(string payload) => AssertUnreadableAsync("AssumeRole", payload, aws =>
        new StsClient(aws).AssumeRoleAsync(Role, "onboard", null, TimeSpan.FromMinutes(15), Token));

    [Theory]
    [InlineData("account-null.json")]
    [InlineData("nothing.json")]
    [InlineData("account-id-short.json")]
    public Task Invalid_account_is_unreadable(string payload) => AssertUnreadableAsync(
        "DescribeAccount", payload, aws => new OrganizationsClient(aws).DescribeAccountAsync(Account, Token));

    [Theory]
    [InlineData("nothing.json")]
    [InlineData("parent-null.json")]
    [InlineData("parent-itself.json")]
    public Task Invalid_parent_is_unreadable(string payload) => AssertUnreadableAsync(
        "ListParents", payload, aws => new OrganizationsClient(aws).GetParentAsync(Account, Token));

    [Fact]
    public Task Role_with_a_duplicate_tag_is_unreadable() => AssertUnreadableAsync(
        "GetRole", "iam-get-role-tag-twice.xml", aws => new IamClient(aws).GetRoleAsync("Connector", Token));

    [Fact]
    public Task Page_of_policies_that_refers_to_itself_is_unreadable() => AssertUnreadableAsync(
        "ListAttachedRolePolicies",
        "iam-attached-policies-1.xml",
        aws => new IamClient(aws).ListAttachedRolePoliciesAsync("Connector", Token));

    [Fact]
    public async Task Pages_of_policies_that_form_a_circle_are_unreadable()
    {
        await using var server = await LoopbackServer.StartAsync();
        Reply(server, "ListAttachedRolePolicies", Policies);

        await AssertCircleAsync(() => new IamClient(Connect(server)).ListAttachedRolePoliciesAsync("Connector", Token));

        static string Policies(string token) => LoopbackServer.Payload("iam-attached-policies-1.xml").Replace("page-2", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_baselines_that_form_a_circle_are_unreadable()
    {
        await using var server = await LoopbackServer.StartAsync();
        Reply(server, "/list-enabled-baselines", token => $$"""{"enabledBaselines":[],"nextToken":"{{token}}"}""");

        await AssertCircleAsync(() => new ControlTowerClient(Connect(server)).ListEnabledBaselinesAsync(Token).ToListAsync(Token).AsTask());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ou-abcd-11111111")]
    public async Task Pages_of_accounts_that_form_a_circle_are_unreadable(string? unit)
    {
        await using var server = await LoopbackServer.StartAsync();
        if (unit is not null)
            server.On("ListParents", "list-parents-root.json");
        Reply(server, unit is null ? "ListAccounts" : "ListAccountsForParent", token => $$"""{"Accounts":[],"NextToken":"{{token}}"}""");
        var organization = new AwsOrganization(new OrganizationsClient(Connect(server)));

        await AssertCircleAsync(() => organization
            .PagesAsync(new AccountQuery(unit, WithUnits: false, Position: null), Token).ToListAsync(Token).AsTask());
    }

    [Fact]
    public async Task Endless_response_is_cut_off()
    {
        var endless = new EndlessStream();
        var wire = new ScriptedHttp().Answer(200, new StreamContent(endless));
        await using var server = await LoopbackServer.StartAsync();
        var iam = new IamClient(server.Connection().WithTransport(new AwsTransport(SharedHttpClient.Create(wire), Retries: 0)));

        var broken = await Assert.ThrowsAsync<AwsException>(() => iam.GetRoleAsync("Connector", Token));

        Assert.Equal(FailureKind.Retryable, broken.Kind);
        Assert.InRange(endless.Delivered, 4 * 1024 * 1024, 5 * 1024 * 1024);
    }

    private static AwsConnection Connect(LoopbackServer server) =>
        server.Connection().WithTransport(AwsTransport.Standard with { Retries = 0 });

    /// <summary>The pages a, b, a, b …; no more than are needed to see the circle.</summary>
    private static void Reply(LoopbackServer server, string operation, Func<string, string> page)
    {
        foreach (var token in (string[])["a", "b", "a", "b"])
            server.On(operation, context => context.Response.WriteAsync(page(token), context.RequestAborted));
    }

    private static async Task AssertCircleAsync(Func<Task> read)
    {
        var circle = await Assert.ThrowsAsync<AwsException>(read);

        Assert.Contains("sent an unreadable response", circle.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Retryable, circle.Kind);
    }

    /// <summary>The payload is sent twice, because some calls read a second page.</summary>
    private static async Task AssertUnreadableAsync(string operation, string payload, Func<AwsConnection, Task> call)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(operation, payload).On(operation, payload);

        var unreadable = await Assert.ThrowsAsync<AwsException>(() => call(Connect(server)));

        Assert.Contains($"sent an unreadable response to {operation}", unreadable.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Retryable, unreadable.Kind);
    }
}
