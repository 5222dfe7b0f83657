using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;

public sealed class SandboxConnectionTests
{
    private const string Features = """[{"id":"cloud-sentry"}]""";

    private static readonly string Other = DefaultOrganization.OrdinaryId(1);

    [Fact]
    public async Task Account_is_connected_with_an_empty_body_and_its_ID_in_the_location()
    {
        await using var run = await ConnectedAsync();

        var found = await run.VisionOne.GetAsync($"awsAccounts/{SandboxRun.Ordinary}");

        Assert.Equal(200, found.Status);
        Assert.NotNull(found.Response.Headers.ETag);
        Assert.Equal(ManualConnection.RoleArn(SandboxRun.Ordinary), (string?)found.Json["roleArn"]);
        Assert.NotEqual($"payments ({SandboxRun.Ordinary})", (string?)found.Json["name"]);
    }

    [Theory]
    [InlineData("audience of the provider", "does not have the audience")]
    [InlineData("audience", "trust policy")]
    [InlineData("subject", "trust policy")]
    [InlineData("source identity", "trust policy")]
    public async Task Role_that_the_vendor_cannot_assume_is_refused(string part, string why)
    {
        await using var run = await SandboxRun.StartAsync();
        ManualConnection.Prepare(
            run,
            SandboxRun.Ordinary,
            statement => Spoil(statement, part),
            part == "audience of the provider" ? ManualConnection.Audience(Other) : null);

        var reply = await run.VisionOne.PostAsync(ManualConnection.Body(SandboxRun.Ordinary));

        Assert.Equal((400, "assume-role-failed"), (reply.Status, reply.InnerCode));
        Assert.Contains(why, Assert.Single(run.Server.CloudAccounts.Refusals), StringComparison.Ordinal);
        Assert.Empty(run.Server.CloudAccounts.Accounts);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(491)]
    public async Task Second_connection_of_an_account_is_refused_by_the_inner_code(int status)
    {
        await using var run = await ConnectedAsync();
        run.Server.CloudAccounts.DuplicateStatus = (HttpStatusCode)status;

        var reply = await run.VisionOne.PostAsync(ManualConnection.Body(SandboxRun.Ordinary));

        Assert.Equal((status, "account-exist"), (reply.Status, reply.InnerCode));
        Assert.Equal(1, Assert.Single(run.Server.CloudAccounts.Accounts).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Name_of_another_account_is_refused_even_if_the_vendor_replaced_it(bool rewrites)
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.CloudAccounts.RewritesNames = rewrites;
        ManualConnection.Prepare(run, SandboxRun.Ordinary);
        ManualConnection.Prepare(run, Other);
        await run.VisionOne.PostAsync(ManualConnection.Body(SandboxRun.Ordinary));
        var taken = $"payments ({SandboxRun.Ordinary})";
        var body = ManualConnection.Body(Other);
        body["name"] = taken;

        Assert.Equal(400, (await run.VisionOne.PostAsync(body)).Status);
        Assert.Equal(201, (await run.VisionOne.PostAsync(ManualConnection.Body(Other))).Status);
        Assert.Equal(400, (await run.VisionOne.PatchAsync(Other, $$"""{"name":"{{taken}}"}""")).Status);
    }

    [Fact]
    public async Task Empty_features_clear_them_and_omitted_ones_stay()
    {
        await using var run = await ConnectedAsync(body => body["features"] = JsonNode.Parse(Features));

        Assert.Equal(204, (await run.VisionOne.PatchAsync(SandboxRun.Ordinary, """{"description":"new"}""")).Status);
        Assert.Single(Connected(run).Features);
        Assert.Equal(204, (await run.VisionOne.PatchAsync(SandboxRun.Ordinary, """{"features":[]}""")).Status);
        Assert.Empty(Connected(run).Features);
        Assert.Equal("new", Connected(run).Description);
    }

    [Fact]
    public async Task Change_with_the_entity_tag_of_an_earlier_version_is_refused()
    {
        await using var run = await ConnectedAsync();
        var first = Connected(run).ETag;

        var changed = await run.VisionOne.PatchAsync(SandboxRun.Ordinary, """{"description":"a"}""", first);
        var refused = await run.VisionOne.PatchAsync(SandboxRun.Ordinary, """{"description":"b"}""", first);

        Assert.Equal((204, 412), (changed.Status, refused.Status));
        Assert.Equal("a", Connected(run).Description);
    }

    [Fact]
    public async Task Change_to_a_role_of_another_account_is_refused()
    {
        await using var run = await ConnectedAsync();
        ManualConnection.Prepare(run, Other);
        var role = $$"""{"roleArn":"{{ManualConnection.RoleArn(Other)}}"}""";

        var reply = await run.VisionOne.PatchAsync(SandboxRun.Ordinary, role);

        Assert.Equal(400, reply.Status);
        Assert.Equal(1, Connected(run).Version);
    }

    [Fact]
    public async Task Import_of_an_older_product_is_connected_with_POST_and_not_changed()
    {
        await using var run = await SandboxRun.StartAsync();
        ManualConnection.Prepare(run, SandboxRun.Ordinary);
        run.Server.CloudAccounts.Seed(new CloudAccount
        {
            Id = SandboxRun.Ordinary,
            Name = "imported",
            Sources = ["workload-security"],
            ConnectedAt = run.Time.GetUtcNow(),
        });
        var role = $$"""{"roleArn":"{{ManualConnection.RoleArn(SandboxRun.Ordinary)}}"}""";

        Assert.Equal(400, (await run.VisionOne.PatchAsync(SandboxRun.Ordinary, role)).Status);
        Assert.Equal(201, (await run.VisionOne.PostAsync(ManualConnection.Body(SandboxRun.Ordinary))).Status);
        Assert.Equal(["workload-security"], Connected(run).Sources);
    }

    [Fact]
    public async Task Removed_account_is_not_found_and_keeps_its_role()
    {
        await using var run = await ConnectedAsync();

        Assert.Equal(204, (await run.VisionOne.DeleteAsync(SandboxRun.Ordinary)).Status);

        CloudAccountsReply[] replies =
        [
            await run.VisionOne.DeleteAsync(SandboxRun.Ordinary),
            await run.VisionOne.GetAsync($"awsAccounts/{SandboxRun.Ordinary}"),
            await run.VisionOne.PatchAsync(SandboxRun.Ordinary, "{}"),
        ];
        Assert.All(replies, reply => Assert.Equal((404, "NotFound"), (reply.Status, reply.Code)));
        Assert.NotNull(run.Server.Organization.Account(SandboxRun.Ordinary).Role("VisionOneRole"));
    }

    [Fact]
    public async Task Missing_permissions_are_those_of_a_feature()
    {
        await using var run = await ConnectedAsync(body => body["features"] = JsonNode.Parse(Features));

        var account = (await run.VisionOne.GetAsync($"awsAccounts/{SandboxRun.Ordinary}")).Json;

        Assert.Equal("outdated", (string?)account["state"]);
        Assert.Null(account["missingAwsPermissions"]);
        Assert.NotEmpty(account["features"]![0]!["missingAwsPermissions"]!.AsArray());
    }

    private static CloudAccount Connected(SandboxRun run) => run.Server.CloudAccounts.Find(SandboxRun.Ordinary)!;

    private static async Task<SandboxRun> ConnectedAsync(Action<JsonObject>? change = null)
    {
        var run = await SandboxRun.StartAsync();
        ManualConnection.Prepare(run, SandboxRun.Ordinary);
        var body = ManualConnection.Body(SandboxRun.Ordinary);
        change?.Invoke(body);
        var reply = await run.VisionOne.PostAsync(body);
        Assert.Equal((201, ""), (reply.Status, reply.Text));
        Assert.Equal($"/v3.0/cam/awsAccounts/{SandboxRun.Ordinary}", reply.Response.Headers.Location?.AbsolutePath);
        return run;
    }

    private static void Spoil(JsonObject statement, string part)
    {
        var condition = statement["Condition"]!["StringEquals"]!.AsObject();
        switch (part)
        {
            case "audience":
                condition[$"{CloudAccountsTenant.OidcHost}:aud"] = ManualConnection.Audience(Other);
                break;
            case "subject":
                condition[$"{CloudAccountsTenant.OidcHost}:sub"] =
                    new JsonArray("urn:visionone:identity:eu:b:account/b");
                break;
            case "source identity":
                statement["Action"] = "sts:AssumeRoleWithWebIdentity";
                break;
        }
    }
}
