using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class ControlTowerGovernanceTests
{
    private const string Baselines = "/list-enabled-baselines";
    private const string LandingZones = "/list-landingzones";
    private const string LandingZone = "/get-landingzone";
    private const string Management = "999999999999";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enrolled_accounts_are_governed_and_no_others()
    {
        await using var run = await SandboxRun.StartAsync();

        var known = Assert.IsType<Governance.Known>(
            await Adapter(run.Connection(), DefaultOrganization.ManagementId).ReadAsync(Token));

        var governed = run.Server.Organization.Accounts.Where(account => account.Governed);
        Assert.Equal(
            governed.Select(account => account.Id).ToHashSet(),
            known.Accounts.Select(account => account.Value).ToHashSet());
    }

    [Fact]
    public async Task Account_with_a_failed_or_changing_baseline_is_governed()
    {
        await using var server = await ServerAsync("landing-zone-3.3.json");

        Assert.Equal(
            ["000012345678", "111122223333", "222233334444", "777777777777", "888888888888", Management],
            await KnownAsync(server));
    }

    [Fact]
    public async Task Accounts_at_any_depth_of_a_manifest_are_governed()
    {
        await using var server = await ServerAsync("landing-zone-4.0.json");

        Assert.Equal(
            [
                "000012345678", "111122223333", "222233334444", "333333333331", "333333333332", "777777777777",
                "888888888888", Management,
            ],
            await KnownAsync(server));
    }

    [Theory]
    [InlineData("landing-zone-without-manifest.json")]
    [InlineData("nothing.json")]
    public async Task Unreadable_manifest_has_no_accounts(string manifest)
    {
        await using var server = await ServerAsync(manifest);

        Assert.Equal(["000012345678", "111122223333", "222233334444", Management], await KnownAsync(server));
    }

    [Theory]
    [InlineData("nothing.json")]
    [InlineData("enabled-baselines-of-units.json")]
    public async Task Landing_zone_without_accounts_leaves_governance_unknown(string baselines)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, baselines).On(LandingZones, "landing-zones.json");

        var unknown = Assert.IsType<Governance.Unknown>(
            await Adapter(server.Connection(), Management).ReadAsync(Token));

        Assert.Equal("Control Tower names no account", unknown.Why);
    }

    [Fact]
    public async Task Missing_landing_zone_is_reported_with_the_region()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "nothing.json").On(LandingZones, "nothing.json");

        var absent = Assert.IsType<Governance.Absent>(
            await Adapter(server.Connection("eu-central-1"), Management).ReadAsync(Token));

        Assert.Equal("Control Tower has no landing zone in eu-central-1", absent.Why);
    }

    [Fact]
    public async Task Missing_landing_zone_is_recognized_by_any_refusal_of_the_baselines()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "control-tower-validation.json", 400).On(LandingZones, "nothing.json");

        Assert.IsType<Governance.Absent>(await Adapter(server.Connection(), Management).ReadAsync(Token));
    }

    [Fact]
    public async Task Enrolled_accounts_are_governed_even_if_no_landing_zone_is_listed()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "enabled-baselines-2.json").On(LandingZones, "nothing.json");

        Assert.Contains(Management, await KnownAsync(server));
    }

    [Theory]
    [InlineData(Baselines, "controltower:ListEnabledBaselines")]
    [InlineData(LandingZones, "controltower:ListLandingZones")]
    [InlineData(LandingZone, "controltower:GetLandingZone")]
    public async Task Denied_call_leaves_governance_unknown_and_names_the_action(
        string path, string action)
    {
        await using var server = await LoopbackServer.StartAsync();
        foreach (var (operation, payload) in new[]
        {
            (LandingZones, "landing-zones.json"), (Baselines, "enabled-baselines-2.json"), (LandingZone, ""),
        }.TakeWhile(each => each.Item1 != path))
            server.On(operation, payload);
        for (var call = 1; call <= RetrySchedule.UntilCancelled.MaximumUncertainCalls; call++)
        {
            server.On(path, async context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.Headers["x-amzn-ErrorType"] = "AccessDeniedException";
                await context.Response.WriteAsync("{}", Token);
            });
        }

        var unknown = Assert.IsType<Governance.Unknown>(
            await Adapter(server.Connection(), Management).ReadAsync(Token));

        Assert.Equal($"access to Control Tower is denied: allow {action}", unknown.Why);
    }

    [Fact]
    public async Task Other_refusal_is_a_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(LandingZones, "landing-zones.json").On(Baselines, "control-tower-validation.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => Adapter(server.Connection(), Management).ReadAsync(Token));

        Assert.Equal(("ValidationException", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
    }

    private static async Task<LoopbackServer> ServerAsync(string landingZone)
    {
        var server = await LoopbackServer.StartAsync();
        return server
            .On(Baselines, "enabled-baselines-1.json")
            .On(Baselines, "enabled-baselines-2.json")
            .On(LandingZones, "landing-zones.json")
            .On(LandingZone, landingZone);
    }

    private static async Task<string[]> KnownAsync(LoopbackServer server)
    {
        var governance = await Adapter(server.Connection(), Management).ReadAsync(Token);
        return
        [
            .. Assert.IsType<Governance.Known>(governance).Accounts
                .Select(account => account.Value)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static ControlTowerGovernance Adapter(AwsConnection connection, string managementAccountId) =>
        new(new ControlTowerClient(connection) { Time = new ManualTime { AutoAdvance = true } }, AccountId.Parse(managementAccountId));
}
