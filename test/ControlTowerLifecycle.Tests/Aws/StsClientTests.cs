using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Sts;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class StsClientTests
{
    private const string Role = "arn:aws:iam::111122223333:role/AWSControlTowerExecution";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Assumed_role_is_a_connection_with_its_credentials()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("AssumeRole", "sts-assume-role.xml").On("GetRole", "iam-get-role.xml");

        var session = await new StsClient(server.Connection("eu-west-1"))
            .AssumeRoleAsync(Role, "onboard", """{"Version":"2012-10-17"}""", TimeSpan.FromMinutes(15), Token);
        await new IamClient(session).GetRoleAsync("Connector", Token);

        var assume = server.Calls[0];
        Assert.Contains("ASIACALLER", assume.Authorization, StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/sts/aws4_request", assume.Authorization, StringComparison.Ordinal);
        Assert.Equal("""{"Version":"2012-10-17"}""", assume.Fields["Policy"]);
        Assert.Equal("900", assume.Fields["DurationSeconds"]);
        Assert.Equal("onboard", assume.Fields["RoleSessionName"]);
        Assert.Contains("ASIAMEMBER", server.Calls[1].Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_without_a_session_policy_has_no_policy()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("AssumeRole", "sts-assume-role.xml");

        await new StsClient(server.Connection())
            .AssumeRoleAsync(Role, "onboard", null, TimeSpan.FromMinutes(15), Token);

        Assert.False(Assert.Single(server.Calls).Fields.ContainsKey("Policy"));
    }
}
