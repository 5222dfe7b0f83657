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
    public async Task The_accounts_that_Control_Tower_has_enrolled_are_governed_and_no_others()
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
    public async Task An_account_whose_baseline_failed_or_is_under_change_is_governed_all_the_same()
    {
        await using var server = await ServerAsync("landing-zone-3.3.json");

        Assert.Equal(
            ["000012345678", "111122223333", "222233334444", "777777777777", "888888888888", Management],
            await KnownAsync(server));
    }

    [Fact]
    public async Task A_newer_manifest_tells_its_accounts_wherever_they_stand_in_it()
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
    public async Task A_manifest_that_cannot_be_read_names_nobody(string manifest)
    {
        await using var server = await ServerAsync(manifest);

        Assert.Equal(["000012345678", "111122223333", "222233334444", Management], await KnownAsync(server));
    }

    [Theory]
    [InlineData("nothing.json")]
    [InlineData("enabled-baselines-of-units.json")]
    public async Task A_landing_zone_that_names_no_account_does_not_tell(string baselines)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, baselines).On(LandingZones, "landing-zones.json");

        var unknown = Assert.IsType<Governance.Unknown>(
            await Adapter(server.Connection(), Management).ReadAsync(Token));

        Assert.Equal("Control Tower names no account", unknown.Why);
    }

    [Fact]
    public async Task Where_there_is_no_landing_zone_the_region_is_told()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "nothing.json").On(LandingZones, "nothing.json");

        var absent = Assert.IsType<Governance.Absent>(
            await Adapter(server.Connection("eu-central-1"), Management).ReadAsync(Token));

        Assert.Equal("Control Tower has no landing zone in eu-central-1", absent.Why);
    }

    [Fact]
    public async Task Where_there_is_no_landing_zone_it_does_not_matter_how_its_baselines_are_refused()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "control-tower-validation.json", 400).On(LandingZones, "nothing.json");

        Assert.IsType<Governance.Absent>(await Adapter(server.Connection(), Management).ReadAsync(Token));
    }

    [Fact]
    public async Task Accounts_that_are_named_are_governed_although_no_landing_zone_is_listed()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "enabled-baselines-2.json").On(LandingZones, "nothing.json");

        Assert.Contains(Management, await KnownAsync(server));
    }

    [Theory]
    [InlineData(Baselines, "controltower:ListEnabledBaselines")]
    [InlineData(LandingZones, "controltower:ListLandingZones")]
    [InlineData(LandingZone, "controltower:GetLandingZone")]
    public async Task A_question_that_may_not_be_asked_is_an_answer_which_names_the_action(
        string path, string action)
    {
        await using var server = await LoopbackServer.StartAsync();
        foreach (var (asked, answer) in new[]
        {
            (LandingZones, "landing-zones.json"), (Baselines, "enabled-baselines-2.json"), (LandingZone, ""),
        }.TakeWhile(each => each.Item1 != path))
            server.On(asked, answer);
        server.On(path, async context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.Headers["x-amzn-ErrorType"] = "AccessDeniedException";
            await context.Response.WriteAsync("{}", Token);
        });

        var unknown = Assert.IsType<Governance.Unknown>(
            await Adapter(server.Connection(), Management).ReadAsync(Token));

        Assert.Equal($"Control Tower may not be asked: allow {action}", unknown.Why);
    }

    [Fact]
    public async Task Another_refusal_is_a_failure_and_no_answer()
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
        new(new ControlTowerClient(connection), AccountId.Parse(managementAccountId));
}
