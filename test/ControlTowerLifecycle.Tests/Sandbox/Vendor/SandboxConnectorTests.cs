using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Vendor;

public sealed class SandboxConnectorTests
{
    [Fact]
    public async Task A_connector_is_made_when_the_role_can_really_be_assumed()
    {
        await using var run = await SandboxRun.StartAsync();
        Assert.Equal(400, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);

        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);
        var made = await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(200, made.Status);
        Assert.Equal(
            SandboxRun.Ordinary, Assert.Single(run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary)).AccountId);
        Assert.Contains("does not exist", Assert.Single(run.Server.Vendor.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trust_policy_with_another_external_id_makes_the_post_fail()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary, externalId: "another");

        var reply = await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(400, reply.Status);
        Assert.NotNull(reply.Json["message"]);
        Assert.Contains("trust policy", Assert.Single(run.Server.Vendor.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_has_not_propagated_makes_the_post_fail()
    {
        await using var run = await SandboxRun.StartAsync(
            new SandboxOptions { RolePropagationDelay = TimeSpan.FromSeconds(30) });
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);

        Assert.Equal(400, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
        run.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
    }

    [Fact]
    public async Task A_role_whose_policy_the_vendor_cannot_read_makes_the_post_fail()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary, inline: SandboxRun.Allow("ec2:DescribeInstances"));

        Assert.Equal(400, (await run.PostConnectorAsync(SandboxRun.Ordinary)).Status);
    }

    [Fact]
    public async Task A_second_post_for_an_account_makes_a_second_connector()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);

        await run.PostConnectorAsync(SandboxRun.Ordinary);
        await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(2, run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary).Count);
    }

    [Fact]
    public async Task Fields_that_a_change_leaves_out_stay_as_they_are()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);
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
    public async Task A_connector_with_an_external_id_of_its_own_moves_to_the_tenants_when_its_role_is_posted_again()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary);
        var old = run.Server.Vendor.Seed(SandboxRun.Ordinary, "Old", arn, ownExternalId: "own");

        Assert.Equal(400, (await ChangeAsync("""{"displayName":"New"}""")).Status);
        Assert.Equal(200, (await ChangeAsync($$"""{"crossAccountRoleArn":"{{arn}}"}""")).Status);
        Assert.Null(run.Server.Vendor.Connectors.Find(old.Id)!.OwnExternalId);

        Task<VendorReply> ChangeAsync(string body) => run.Vendor.PostAsync($"awsconnectors/{old.Id}", body);
    }

    [Fact]
    public async Task A_search_finds_by_account_and_pages_by_id()
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

    [Fact]
    public async Task Every_call_is_logged_with_the_account_it_is_about()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);
        await run.PostConnectorAsync(SandboxRun.Ordinary);

        Assert.Equal(1, run.Server.Vendor.Calls.Count("POST /awsconnectors", SandboxRun.Ordinary));
        Assert.Equal(1, run.Server.AwsCalls.Count("CreateRole", SandboxRun.Ordinary));
        Assert.Equal(1, run.Server.AwsCalls.CountByOperation()["iam PutRolePolicy"]);
    }

    [Fact]
    public async Task The_predecessor_has_left_a_role_and_a_connector()
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
