using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxControlTowerTests
{
    [Fact]
    public async Task Every_governed_account_has_its_baseline_and_no_other_has()
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
    public async Task The_units_stand_alone_when_their_children_are_not_asked_for()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", "{}");

        Assert.DoesNotContain(":account/", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_of_the_landing_zone_names_audit_and_log_archive()
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
    public async Task A_refusal_is_a_403_with_its_code_in_a_header()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.RestrictFunctions(SandboxRun.Allow("sts:*"));

        var reply = await run.Aws.ControlTowerAsync("/list-enabled-baselines", "{}");

        Assert.Equal(403, reply.Status);
        Assert.Equal("AccessDeniedException", Assert.Single(reply.Headers.GetValues("x-amzn-errortype")));
    }
}
