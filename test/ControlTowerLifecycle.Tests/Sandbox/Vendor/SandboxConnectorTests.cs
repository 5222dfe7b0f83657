using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Vendor;

public sealed class SandboxConnectorTests
{
    [Fact]
    public async Task Connector_is_created_if_its_role_can_be_assumed()
    {
        await using var run = await SandboxRun.StartAsync();
        Assert.Equal(400, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);

        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        var created = await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(200, created.Status);
        Assert.Equal(
            SandboxRun.Ordinary, Assert.Single(run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary)).AccountId);
        Assert.Contains("does not exist", Assert.Single(run.Server.Vendor.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_fails_if_the_trust_policy_has_another_external_id()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary, externalId: "another");

        var reply = await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(400, reply.Status);
        Assert.NotNull(reply.Json["message"]);
        Assert.Contains("trust policy", Assert.Single(run.Server.Vendor.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_fails_if_the_role_has_not_propagated()
    {
        await using var run = await SandboxRun.StartAsync(
            new SandboxOptions { RolePropagationDelay = TimeSpan.FromSeconds(30) });
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);

        Assert.Equal(400, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
        run.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
    }

    [Fact]
    public async Task Post_fails_if_the_vendor_cannot_read_the_policy_of_the_role()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary, inline: SandboxRun.Allow("ec2:DescribeInstances"));

        Assert.Equal(400, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
    }

    [Theory]
    [InlineData("iam:GetRolePolicy", 200)]
    [InlineData("ec2:*", 400)]
    public async Task Post_needs_a_permissions_boundary_that_allows_the_vendor_to_read_the_role(string allowed, int status)
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        await SetBoundaryAsync(run, SandboxRun.ConnectorRole, SandboxRun.Allow(allowed));

        Assert.Equal(status, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
    }

    [Theory]
    [InlineData("iam:GetRole", "because no permissions boundary allows the iam:TagRole action")]
    [InlineData("*", null)]
    public async Task Session_may_do_only_what_the_boundary_of_its_role_allows_too(string allowed, string? refusal)
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        await SetBoundaryAsync(run, ControlTowerAccount.ExecutionRole, SandboxRun.Allow(allowed));

        var tagged = await (await run.Aws.AssumeAsync(SandboxRun.Ordinary)).IamAsync(
            "TagRole", ("RoleName", SandboxRun.ConnectorRole), ("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b"));

        Assert.Equal(refusal is null ? 200 : 403, tagged.Status);
        Assert.Contains(refusal ?? "", tagged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_post_for_an_account_creates_a_second_connector()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);

        await run.PostConnectorAsync(SandboxRun.Ordinary);
        await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(2, run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary).Count);
    }

    [Fact]
    public async Task Fields_missing_in_a_change_stay_unchanged()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        var id = (await run.PostConnectorAsync(SandboxRun.Ordinary)).Json["ID"]!.GetValue<int>();

        var changed = await run.Vendor.PostAsync($"awsconnectors/{id}?sync=true", """{"workspacesEnabled":true}""");
        var read = await run.Vendor.GetAsync($"awsconnectors/{id}");

        Assert.Equal(200, changed.Status);
        Assert.True(read.Json["workspacesEnabled"]!.GetValue<bool>());
        Assert.Equal(SandboxRun.RoleArn(SandboxRun.Ordinary), read.Json["crossAccountRoleArn"]!.GetValue<string>());
        Assert.Equal(404, (await run.Vendor.GetAsync("awsconnectors/4711")).Status);
        Assert.Equal(200, (await run.Vendor.SendAsync(HttpMethod.Delete, $"awsconnectors/{id}", null)).Status);
        Assert.Equal(404, (await run.Vendor.GetAsync($"awsconnectors/{id}")).Status);
    }

    [Fact]
    public async Task Connector_with_a_user_defined_external_id_uses_the_tenants_after_its_role_is_posted_again()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary);
        var old = run.Server.Vendor.Seed(SandboxRun.Ordinary, "Old", arn, ownExternalId: "own");

        Assert.Equal(400, (await ChangeAsync("""{"displayName":"New"}""")).Status);
        Assert.Equal(200, (await ChangeAsync($$"""{"crossAccountRoleArn":"{{arn}}"}""")).Status);
        Assert.Null(run.Server.Vendor.Connectors.Find(old.Id)!.OwnExternalId);

        Task<VendorReply> ChangeAsync(string body) => run.Vendor.PostAsync($"awsconnectors/{old.Id}", body);
    }

    [Fact]
    public async Task Unsynchronized_connector_is_found_by_its_role_only_and_has_no_account_id()
    {
        await using var run = await SandboxRun.StartAsync();
        var store = run.Server.Vendor.Connectors;
        var seeded = run.Server.Vendor.Seed("1", "Seeded", "arn:of-a-role");
        store.Replace(seeded with { IsUnsynchronized = true });

        var byRole = Assert.Single(await Search("crossAccountRoleArn", "arn:of-a-role"))!;
        Assert.Empty(await Search("accountId", "1"));
        Assert.Equal((seeded.Id, null), ((int)byRole["ID"]!, (string?)byRole["accountId"]));

        async Task<JsonArray> Search(string field, string value) => (await run.Vendor.PostAsync(
            "awsconnectors/search",
            $$"""{"searchCriteria":[{"fieldName":"{{field}}","stringTest":"equal","stringValue":"{{value}}"}]}"""))
            .Json["awsConnectors"]!.AsArray();
    }

    [Fact]
    public async Task Connector_of_Cloud_Accounts_cannot_be_changed_or_removed()
    {
        await using var run = await SandboxRun.StartAsync();
        var store = run.Server.Vendor.Connectors;
        var seeded = run.Server.Vendor.Seed("1", "Seeded", "arn");
        store.Replace(seeded with { IsOfCloudAccounts = true });

        Assert.Equal(403, (await run.Vendor.PostAsync($"awsconnectors/{seeded.Id}", """{"displayName":"x"}""")).Status);
        Assert.Equal(403, (await run.Vendor.SendAsync(HttpMethod.Delete, $"awsconnectors/{seeded.Id}", null)).Status);
        Assert.Equal("Seeded", store.Find(seeded.Id)?.DisplayName);
    }

    [Fact]
    public async Task Second_connector_of_an_account_is_refused_if_the_tenant_refuses_it()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        var body = $$"""{"crossAccountRoleArn":"{{SandboxRun.RoleArn(SandboxRun.Ordinary)}}"}""";
        run.Server.Vendor.RefusesSecondConnector = true;

        Assert.Equal(200, (await run.Vendor.PostAsync("awsconnectors", body)).Status);
        Assert.Equal(409, (await run.Vendor.PostAsync("awsconnectors", body)).Status);
    }

    [Fact]
    public async Task Search_finds_connectors_by_account_and_pages_by_id()
    {
        await using var run = await SandboxRun.StartAsync();
        foreach (var account in (string[])["1", "2", "1", "1"])
            run.Server.Vendor.Seed(account, "Seeded", "arn");

        var first = await Search(2, 0);
        var last = first.Json["awsConnectors"]![1]!["ID"]!.GetValue<int>();
        var second = await Search(2, last);

        Assert.Equal(2, first.Json["awsConnectors"]!.AsArray().Count);
        Assert.Single(second.Json["awsConnectors"]!.AsArray());
        Assert.Equal(400, (await Search(5001, 0)).Status);
        Assert.Equal(5, (await run.Vendor.GetAsync("awsconnectors")).Json["awsConnectors"]!.AsArray().Count);

        Task<VendorReply> Search(int most, int after) => run.Vendor.PostAsync(
            "awsconnectors/search",
            $$"""
            {"maxItems":{{most}},"sortByObjectID":true,"searchCriteria":[
              {"fieldName":"accountId","stringTest":"equal","stringValue":"1"},
              {"idTest":"greater-than","idValue":{{after}}}]}
            """);
    }

    private static async Task SetBoundaryAsync(SandboxRun run, string role, string policy)
    {
        var iam = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var created = await iam.IamAsync("CreatePolicy", ("PolicyName", "Boundary"), ("PolicyDocument", policy));
        Assert.Equal(200, created.Status);
        var put = await iam.IamAsync(
            "PutRolePermissionsBoundary",
            ("RoleName", role),
            ("PermissionsBoundary", $"arn:aws:iam::{SandboxRun.Ordinary}:policy/Boundary"));
        Assert.Equal(200, put.Status);
    }

    [Fact]
    public async Task Every_call_is_logged_with_its_account()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(1, run.Server.Vendor.Calls.Count("POST /awsconnectors", SandboxRun.Ordinary));
        Assert.Equal(1, run.Server.AwsCalls.Count("CreateRole", SandboxRun.Ordinary));
        Assert.Equal(1, run.Server.AwsCalls.CountByOperation()["iam PutRolePolicy"]);
    }

    [Fact]
    public async Task Predecessors_account_has_a_role_and_a_connector()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = run.Server.Organization.Account(DefaultOrganization.PredecessorId);

        var connector = Assert.Single(run.Server.Vendor.Connectors.Of(account.Id));

        Assert.Equal($"ControlTower - {account.Name} - {account.Id}", connector.DisplayName);
        Assert.Equal(account.Role(DefaultOrganization.PredecessorRole)!.Arn, connector.CrossAccountRoleArn);
        Assert.Contains(
            run.Server.Vendor.ExternalId, account.Role(DefaultOrganization.PredecessorRole)!.Trust,
            StringComparison.Ordinal);
    }
}
