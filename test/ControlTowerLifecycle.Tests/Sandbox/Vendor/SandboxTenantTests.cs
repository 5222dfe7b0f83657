using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Tests.Sandbox.Vendor;

public sealed class SandboxTenantTests
{
    [Fact]
    public async Task Version_header_is_required()
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal(400, (await (run.Vendor with { Version = null }).GetAsync("apikeys/current")).Status);
    }

    [Theory]
    [InlineData(nameof(KeyStyles.Both), 200, 200)]
    [InlineData(nameof(KeyStyles.ApiKey), 200, 401)]
    [InlineData(nameof(KeyStyles.Legacy), 401, 200)]
    public async Task Key_is_accepted_in_the_headers_of_its_style(string styles, int asApiKey, int asLegacy)
    {
        await using var run = await SandboxRun.StartAsync(
            new SandboxOptions { KeyStyles = Enum.Parse<KeyStyles>(styles) });
        var legacy = run.Vendor with { KeyHeader = "api-secret-key", KeyValue = run.Server.Vendor.Key.Secret };

        Assert.Equal(asApiKey, (await run.Vendor.GetAsync("apikeys/current")).Status);
        Assert.Equal(asLegacy, (await legacy.GetAsync("apikeys/current")).Status);
    }

    [Fact]
    public async Task Rotated_key_works_and_the_old_key_does_not()
    {
        await using var run = await SandboxRun.StartAsync();

        var fresh =
            (await run.Vendor.PostAsync("apikeys/current/secretkey", "{}")).Json["secretKey"]!.GetValue<string>();

        Assert.Equal(401, (await run.Vendor.GetAsync("apikeys/current")).Status);
        Assert.Equal(
            200, (await (run.Vendor with { KeyValue = $"ApiKey {fresh}" }).GetAsync("apikeys/current")).Status);
    }

    [Theory]
    [InlineData(nameof(DisabledRetrievalResponse.Forbidden), 403, null)]
    [InlineData(nameof(DisabledRetrievalResponse.Missing), 200, "{}")]
    [InlineData(nameof(DisabledRetrievalResponse.Null), 200, """{"externalId":null}""")]
    [InlineData(nameof(DisabledRetrievalResponse.Empty), 200, """{"externalId":""}""")]
    public async Task External_id_is_not_returned_if_its_retrieval_is_disabled(
        string withheld, int status, string? text)
    {
        await using var run = await SandboxRun.StartAsync();
        Assert.Equal(
            run.Server.Vendor.ExternalId,
            (await run.Vendor.GetAsync("awsconnectorsettings")).Json["externalId"]!.GetValue<string>());
        run.Server.Vendor.DisabledRetrieval = Enum.Parse<DisabledRetrievalResponse>(withheld);
        await run.Vendor.PostAsync(
            "systemsettings/platformSettingAwsExternalIdRetrievalEnabled", """{"value":"false"}""");

        var reply = await run.Vendor.GetAsync("awsconnectorsettings");

        Assert.Equal(status, reply.Status);
        if (text is not null)
            Assert.Equal(text, reply.Text);
    }

    [Fact]
    public async Task Operation_without_permission_returns_403()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Vendor.Forbid("GET /awsconnectors");

        Assert.Equal(403, (await run.Vendor.GetAsync("awsconnectors")).Status);
    }

    [Fact]
    public async Task Calls_over_the_limit_of_a_minute_are_refused_and_not_counted()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Vendor.Throttle.CallsPerMinute = 2;
        run.Server.Vendor.RetryAfter = TimeSpan.FromSeconds(7);
        await run.Vendor.GetAsync("apikeys/current");
        await run.Vendor.GetAsync("apikeys/current");

        var refused = await run.Vendor.GetAsync("apikeys/current");
        run.Time.Advance(TimeSpan.FromSeconds(61));
        var later = await run.Vendor.GetAsync("apikeys/current");

        Assert.Equal((429, 200), (refused.Status, later.Status));
        Assert.Equal("Too many API requests", refused.Json["message"]!.GetValue<string>());
        Assert.Equal(TimeSpan.FromSeconds(7), refused.Response.Headers.RetryAfter!.Delta);
    }
}
