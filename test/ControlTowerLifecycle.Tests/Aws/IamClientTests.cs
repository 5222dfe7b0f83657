using ControlTowerLifecycle.Aws.Iam;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class IamClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trust_policy_of_a_role_is_decoded()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetRole", "iam-get-role.xml");

        var role = await new IamClient(server.Connection()).GetRoleAsync("Connector", Token);

        Assert.NotNull(role);
        Assert.Equal("arn:aws:iam::111122223333:role/Connector", role.Arn);
        Assert.EndsWith("""{"sts:ExternalId":"a+b c"}}}]}""", role.TrustPolicy, StringComparison.Ordinal);
        Assert.Equal("control-tower-lifecycle", role.Tags["managed-by"]);
        Assert.Equal(string.Empty, role.Tags["empty"]);
        Assert.Equal(new DateTimeOffset(2026, 5, 8, 23, 34, 1, TimeSpan.Zero), role.CreatedAt);
    }

    [Fact]
    public async Task Request_is_signed_for_the_region_of_IAM()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetRole", "iam-get-role.xml");

        await new IamClient(server.Connection("eu-west-1")).GetRoleAsync("Connector", Token);

        Assert.Matches(
            @"^AWS4-HMAC-SHA256 Credential=ASIACALLER/\d{8}/us-east-1/iam/aws4_request, "
            + @"SignedHeaders=\S*x-amz-security-token\S*, Signature=[0-9a-f]{64}$",
            Assert.Single(server.Calls).Authorization);
    }

    [Fact]
    public async Task Missing_role_is_null()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetRole", "iam-no-such-entity.xml", 404).On("GetRolePolicy", "iam-no-such-entity.xml", 404);
        var iam = new IamClient(server.Connection());

        Assert.Null(await iam.GetRoleAsync("Connector", Token));
        Assert.Null(await iam.GetRolePolicyAsync("Connector", "Permissions", Token));
    }

    [Fact]
    public async Task Attached_policies_are_read_to_the_last_page()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListAttachedRolePolicies", "iam-attached-policies-1.xml")
            .On("ListAttachedRolePolicies", "iam-attached-policies-2.xml");

        var policies = await new IamClient(server.Connection()).ListAttachedRolePoliciesAsync("Connector", Token);

        Assert.Equal(["ReadOnlyAccess", "Old"], [.. policies.Select(policy => policy.Name)]);
        Assert.Equal("page-2", server.Calls[1].Fields["Marker"]);
    }

    [Fact]
    public async Task Role_is_created_with_trust_description_and_tags()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateRole", "iam-create-role.xml");
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["b"] = "2", ["a"] = "1 & 1" };

        var created = await new IamClient(server.Connection()).CreateRoleAsync(
            new NewIamRole("Connector", """{"Version":"2012-10-17"}""", "Why it is here", tags), Token);

        var fields = Assert.Single(server.Calls).Fields;
        Assert.Equal(new DateTimeOffset(2026, 5, 8, 23, 34, 1, TimeSpan.Zero), created);
        Assert.Equal("2010-05-08", fields["Version"]);
        Assert.Equal("""{"Version":"2012-10-17"}""", fields["AssumeRolePolicyDocument"]);
        Assert.Equal("Why it is here", fields["Description"]);
        Assert.Equal("a", fields["Tags.member.1.Key"]);
        Assert.Equal("1 & 1", fields["Tags.member.1.Value"]);
        Assert.Equal("b", fields["Tags.member.2.Key"]);
    }

    [Fact]
    public async Task Creation_of_an_existing_role_returns_null()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateRole", "iam-entity-already-exists.xml", 409);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var role = new NewIamRole("Connector", "{}", "Why it is here", tags);

        Assert.Null(await new IamClient(server.Connection()).CreateRoleAsync(role, Token));
    }

    [Fact]
    public async Task Detaching_a_policy_that_is_not_attached_succeeds()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DetachRolePolicy", "iam-no-such-entity.xml", 404);

        await new IamClient(server.Connection())
            .DetachRolePolicyAsync("Connector", "arn:aws:iam::aws:policy/Gone", Token);

        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Deleting_a_missing_role_or_policy_succeeds()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DeleteRolePolicy", "iam-no-such-entity.xml", 404).On("DeleteRole", "iam-no-such-entity.xml", 404);
        var iam = new IamClient(server.Connection());

        await iam.DeleteRolePolicyAsync("Connector", "Permissions", Token);
        await iam.DeleteRoleAsync("Connector", Token);

        Assert.Equal("Permissions", server.Calls[0].Fields["PolicyName"]);
        Assert.Equal("Connector", server.Calls[1].Fields["RoleName"]);
    }

    [Fact]
    public async Task Throttled_request_is_sent_again()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutRolePolicy", "iam-throttling.xml", 400).On("PutRolePolicy", "iam-empty-response.xml");

        await new IamClient(server.Connection()).PutRolePolicyAsync("Connector", "Permissions", "{}", Token);

        Assert.Equal(2, server.Calls.Count);
    }
}
