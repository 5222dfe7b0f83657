using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudAccounts;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;

/// <summary>A body that the API does not allow is refused, and nothing is connected.</summary>
public sealed class SandboxConnectionBodyTests
{
    private const string Instance = CloudAccountsTenant.InstanceId;
    private const string OtherInstance = "0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11";

    [Theory]
    [InlineData("""{"roleArn":null}""")]
    [InlineData("""{"roleArn":5}""")]
    [InlineData("""{"roleArn":"arn:aws:iam::1"}""")]
    [InlineData("""{"roleArn":"arn:aws:iam::444455556666:user/Any"}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"description":[]}""")]
    [InlineData("""{"features":null}""")]
    [InlineData("""{"features":{}}""")]
    [InlineData("""{"features":["cloud-sentry"]}""")]
    [InlineData("""{"features":[{"id":5}]}""")]
    [InlineData("""{"features":[{"id":"no-such-feature"}]}""")]
    [InlineData("""{"features":[{"id":"cloud-sentry","regions":["everywhere"]}]}""")]
    [InlineData("""{"features":[{"id":"cloud-sentry","other":1}]}""")]
    [InlineData("""{"connectedSecurityServices":[]}""")]
    [InlineData("""{"connectedSecurityServices":[{"name":"workload","instanceIds":[]}]}""")]
    [InlineData("""{"connectedSecurityServices":[{"name":"workload","instanceIds":["17"]}]}""")]
    [InlineData($$"""{"connectedSecurityServices":[{"name":"endpoint","instanceIds":["{{Instance}}"]}]}""")]
    [InlineData($$"""{"connectedSecurityServices":[{"name":"workload","instanceIds":["{{OtherInstance}}"]}]}""")]
    [InlineData($$"""{"connectedSecurityServices":[{"name":"workload","instanceIds":["{{Instance}}","{{Instance}}"]}]}""")]
    [InlineData("""{"customTags":[{},{},{},{}]}""")]
    [InlineData("""{"state":"managed"}""")]
    [InlineData("""{"serverWorkloadProtectionRegions":["eu-west-1"]}""")]
    public async Task Field_that_is_not_valid_is_refused(string fields)
    {
        await using var run = await StartAsync();
        var body = Body();
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
            body[name] = value?.DeepClone();

        var refused = await run.VisionOne.PostAsync(body);

        Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
        Assert.Empty(run.Server.CloudAccounts.Accounts);
        Assert.Equal(201, (await run.VisionOne.PostAsync(Body())).Status);
    }

    [Theory]
    [InlineData("roleArn")]
    [InlineData("name")]
    [InlineData("connectedSecurityServices")]
    public async Task Required_field_that_is_missing_is_refused(string field)
    {
        await using var run = await StartAsync();
        var body = Body();
        body.Remove(field);

        Assert.Equal(400, (await run.VisionOne.PostAsync(body)).Status);
        Assert.Empty(run.Server.CloudAccounts.Accounts);
    }

    [Theory]
    [InlineData("name", 254)]
    [InlineData("description", 254)]
    public async Task Text_has_a_limit(string field, int longest)
    {
        await using var run = await StartAsync();
        var body = Body();

        body[field] = new string('x', longest + 1);
        Assert.Equal(400, (await run.VisionOne.PostAsync(body)).Status);
        body[field] = new string('x', longest);
        Assert.Equal(201, (await run.VisionOne.PostAsync(body)).Status);
    }

    [Fact]
    public async Task Beta_version_needs_no_name_and_knows_the_regions_of_the_protection()
    {
        await using var run = await StartAsync();
        var body = Body();
        body.Remove("name");
        body["serverWorkloadProtectionRegions"] = new JsonArray("eu-west-1");

        var beta = run.VisionOne with { Prefix = "/beta/xdr/cam" };

        Assert.Equal(201, (await beta.PostAsync(body)).Status);
    }

    [Fact]
    public async Task Tenant_without_an_instance_requires_none_and_knows_none()
    {
        await using var run = await StartAsync();
        run.Server.CloudAccounts.InstanceIds = [];
        Assert.Equal(400, (await run.VisionOne.PostAsync(Body())).Status);

        Assert.Equal(201, (await run.VisionOne.PostAsync(ManualConnection.Body(SandboxRun.Ordinary))).Status);
    }

    /// <summary>An account that can be connected, at a tenant with an instance.</summary>
    private static async Task<SandboxRun> StartAsync()
    {
        var run = await SandboxRun.StartAsync();
        run.Server.CloudAccounts.InstanceIds = [Instance];
        ManualConnection.Prepare(run, SandboxRun.Ordinary);
        return run;
    }

    private static JsonObject Body()
    {
        var body = ManualConnection.Body(SandboxRun.Ordinary);
        body["connectedSecurityServices"] = ManualConnection.Workload(Instance);
        return body;
    }
}
