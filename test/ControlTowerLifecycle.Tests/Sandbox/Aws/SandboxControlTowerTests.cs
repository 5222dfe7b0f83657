using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxControlTowerTests
{
    [Fact]
    public async Task Only_governed_accounts_have_an_enabled_baseline()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", """{"includeChildren":true}""");
        var targets = reply.Json["enabledBaselines"]!.AsArray().Select(
            each => each!["targetIdentifier"]!.GetValue<string>()).ToList();

        Assert.Contains(targets, target => target.EndsWith($"/{SandboxRun.Ordinary}", StringComparison.Ordinal));
        Assert.Contains(targets, target => target.Contains(":ou/", StringComparison.Ordinal));
        Assert.DoesNotContain(
            targets, target => target.EndsWith($"/{DefaultOrganization.UngovernedId}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_units_are_returned_without_includeChildren()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", "{}");

        Assert.DoesNotContain(SandboxRun.Ordinary, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_has_the_requested_size_and_a_token_for_the_next_page()
    {
        await using var run = await SandboxRun.StartAsync();
        var first = await run.Aws.ControlTowerAsync(
            "/list-enabled-baselines", """{"includeChildren":true,"maxResults":5}""");
        var token = first.Json["nextToken"]!.GetValue<string>();

        var next = await run.Aws.ControlTowerAsync(
            "/list-enabled-baselines", $$"""{"includeChildren":true,"maxResults":5,"nextToken":"{{token}}"}""");

        Assert.Equal(5, first.Json["enabledBaselines"]!.AsArray().Count);
        Assert.NotEqual(
            first.Json["enabledBaselines"]![0]!["arn"]!.GetValue<string>(),
            next.Json["enabledBaselines"]![0]!["arn"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"nextToken":"invalid-token"}""")]
    [InlineData("""{"maxResults":4}""")]
    [InlineData("""{"maxResults":101}""")]
    public async Task Unknown_token_and_invalid_page_size_are_refused(string input)
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", input);

        Assert.Equal((400, "ValidationException"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Management_account_has_the_identity_center_baseline()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", "{}");

        var kind = Assert.Single(
            reply.Json["enabledBaselines"]!.AsArray(),
            each => each!["targetIdentifier"]!.GetValue<string>().EndsWith(
                $":account/{run.Server.Organization.Id}/{DefaultOrganization.ManagementId}", StringComparison.Ordinal));
        Assert.EndsWith(
            "baseline/LN25R72TTG6IGPTQ", kind!["baselineIdentifier"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_of_the_landing_zone_names_audit_and_log_archive()
    {
        await using var run = await SandboxRun.StartAsync();
        var zones = await run.Aws.ControlTowerAsync("/list-landingzones", "{}");
        var arn = zones.Json["landingZones"]![0]!["arn"]!.GetValue<string>();

        var zone = await run.Aws.ControlTowerAsync("/get-landingzone", $$"""{"landingZoneIdentifier":"{{arn}}"}""");

        var manifest = zone.Json["landingZone"]!["manifest"]!;
        Assert.Equal(DefaultOrganization.AuditId, manifest["securityRoles"]!["accountId"]!.GetValue<string>());
        Assert.Equal(
            DefaultOrganization.LogArchiveId, manifest["centralizedLogging"]!["accountId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Refusal_is_403_with_the_error_code_in_a_header()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.RestrictFunctions(SandboxRun.Allow("sts:*"));

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", "{}");

        Assert.Equal(403, reply.Status);
        Assert.Equal("AccessDeniedException", Assert.Single(reply.Headers.GetValues("x-amzn-errortype")));
    }
}
