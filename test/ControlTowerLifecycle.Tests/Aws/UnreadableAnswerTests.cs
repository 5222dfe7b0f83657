using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Answers with success that do not hold what the call needs. The fuzz tests found them.</summary>
public sealed class UnreadableAnswerTests
{
    private const string Role = "arn:aws:iam::111122223333:role/AWSControlTowerExecution";
    private const string Account = "111122223333";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sts-session-without-credentials.xml")]
    [InlineData("sts-session-without-key.xml")]
    [InlineData("sts-session-cut.xml")]
    [InlineData("sts-session-metadata-twice.xml")]
    public Task A_session_that_is_not_whole(string payload) => AssertUnreadableAsync("AssumeRole", payload, aws =>
        new StsClient(aws).AssumeRoleAsync(Role, "onboard", null, TimeSpan.FromMinutes(15), Token));

    [Theory]
    [InlineData("account-null.json")]
    [InlineData("nothing.json")]
    [InlineData("account-id-short.json")]
    public Task An_account_that_is_none(string payload) => AssertUnreadableAsync(
        "DescribeAccount", payload, aws => new OrganizationsClient(aws).DescribeAccountAsync(Account, Token));

    [Theory]
    [InlineData("nothing.json")]
    [InlineData("parent-null.json")]
    [InlineData("parent-itself.json")]
    public Task A_parent_that_is_none(string payload) => AssertUnreadableAsync(
        "ListParents", payload, aws => new OrganizationsClient(aws).GetParentAsync(Account, Token));

    [Fact]
    public Task A_role_with_one_tag_twice() => AssertUnreadableAsync(
        "GetRole", "iam-get-role-tag-twice.xml", aws => new IamClient(aws).GetRoleAsync("Connector", Token));

    [Fact]
    public Task A_page_of_policies_that_leads_to_itself() => AssertUnreadableAsync(
        "ListAttachedRolePolicies",
        "iam-attached-policies-1.xml",
        aws => new IamClient(aws).ListAttachedRolePoliciesAsync("Connector", Token));

    [Fact]
    public async Task An_answer_without_an_end_is_broken_off()
    {
        var endless = new EndlessStream();
        var wire = new ScriptedHttp().Answer(200, new StreamContent(endless));
        await using var server = await LoopbackServer.StartAsync();
        var iam = new IamClient(server.Connection().Over(new AwsTransport(SharedHttpClient.Over(wire), Retries: 0)));

        var broken = await Assert.ThrowsAsync<AwsException>(() => iam.GetRoleAsync("Connector", Token));

        Assert.Equal(FailureKind.Retryable, broken.Kind);
        Assert.InRange(endless.Delivered, 4 * 1024 * 1024, 5 * 1024 * 1024);
    }

    /// <summary>Given twice, for the calls that ask for a second page.</summary>
    private static async Task AssertUnreadableAsync(string operation, string payload, Func<AwsConnection, Task> call)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(operation, payload).On(operation, payload);

        var aws = server.Connection().Over(AwsTransport.Standard with { Retries = 0 });

        var unreadable = await Assert.ThrowsAsync<AwsException>(() => call(aws));

        Assert.Contains($"gave an unreadable answer to {operation}", unreadable.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Retryable, unreadable.Kind);
    }
}
