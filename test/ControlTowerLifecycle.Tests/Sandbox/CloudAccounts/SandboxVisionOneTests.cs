namespace ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;

/// <summary>What every call of the Cloud Accounts API has in common.</summary>
public sealed class SandboxVisionOneTests
{
    [Theory]
    [InlineData("/v3.0/cam")]
    [InlineData("/beta/cam")]
    [InlineData("/beta/xdr/cam")]
    public async Task Operations_have_three_prefixes_and_a_trace_ID(string prefix)
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.VisionOne with { Prefix = prefix }).GetAsync("awsAccounts");

        Assert.Equal(200, reply.Status);
        Assert.Single(reply.Response.Headers.GetValues("x-trace-id"));
    }

    [Theory]
    [InlineData("", "awsAccounts")]
    [InlineData("/v3.0", "awsAccounts")]
    [InlineData("/v2.0/cam", "awsAccounts")]
    [InlineData("/v3.0/cam", "awsAccounts/1")]
    [InlineData("/v3.0/cam", "azureSubscriptions")]
    [InlineData("/v3.0/cam", "v3.0/healthcheck/connectivity")]
    [InlineData("/beta", "healthcheck/connectivity")]
    public async Task Another_path_is_not_found(string prefix, string path)
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal(404, (await (run.VisionOne with { Prefix = prefix }).GetAsync(path)).Status);
    }

    [Fact]
    public async Task Health_is_available_below_no_prefix()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.VisionOne with { Prefix = "" }).GetAsync("v3.0/healthcheck/connectivity");

        Assert.Equal("""{"status":"available"}""", reply.Text);
    }

    [Theory]
    [InlineData("Bearer {0}x")]
    [InlineData("ApiKey {0}")]
    [InlineData("{0}")]
    public async Task Key_is_a_bearer_token(string header)
    {
        await using var run = await SandboxRun.StartAsync();
        var authorization = header.Replace("{0}", run.Server.CloudAccounts.Key, StringComparison.Ordinal);

        var reply = await (run.VisionOne with { Authorization = authorization }).GetAsync("awsAccounts");

        Assert.Equal((401, "Unauthorized"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Key_of_Workload_Security_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var caller = run.VisionOne with { Authorization = $"Bearer {run.Server.Vendor.Key.Secret}" };

        Assert.Equal(401, (await caller.GetAsync("awsAccounts")).Status);
    }

    [Theory]
    [InlineData("POST /awsAccounts")]
    [InlineData("PATCH /awsAccounts/{id}")]
    [InlineData("DELETE /awsAccounts/{id}")]
    public async Task Operation_without_its_right_returns_403(string operation)
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.CloudAccounts.Forbid(operation);
        var parts = operation.Replace("{id}", SandboxRun.Ordinary, StringComparison.Ordinal).Split(" /");

        var reply = await run.VisionOne.SendAsync(new HttpMethod(parts[0]), parts[1], "{}");

        Assert.Equal((403, "AccessDenied"), (reply.Status, reply.Code));
        Assert.Equal(200, (await run.VisionOne.GetAsync("awsAccounts")).Status);
    }

    [Fact]
    public async Task Body_of_more_than_a_megabyte_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.VisionOne.SendAsync(HttpMethod.Post, "awsAccounts", $"{new string(' ', 1_000_000)}{{}}");

        Assert.Equal(413, reply.Status);
    }

    [Fact]
    public async Task Calls_over_the_limit_are_refused_until_60_seconds_have_passed()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.CloudAccounts.Throttle.CallsPerMinute = 1;
        await run.VisionOne.GetAsync("awsAccounts");

        var refused = await run.VisionOne.GetAsync("awsAccounts");
        run.Time.Advance(TimeSpan.FromSeconds(61));
        var later = await run.VisionOne.GetAsync("awsAccounts");

        Assert.Equal((429, 200), (refused.Status, later.Status));
        Assert.Null(refused.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Features_have_IDs()
    {
        await using var run = await SandboxRun.StartAsync();

        var features = (await run.VisionOne.GetAsync("awsAccounts/features")).Json["items"]!.AsArray();

        Assert.Equal(run.Server.CloudAccounts.Features, features.Select(feature => (string)feature!["id"]!));
    }
}
