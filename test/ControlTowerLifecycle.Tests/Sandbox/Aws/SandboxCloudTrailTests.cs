using ControlTowerLifecycle.Sandbox.Aws.Services;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxCloudTrailTests
{
    private const string Baseline = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/aws-controltower-BaselineCloudTrail";

    [Fact]
    public async Task Trail_of_the_organization_logs_until_it_is_stopped()
    {
        await using var run = await SandboxRun.StartAsync();

        var trail = Assert.Single((await run.Aws.CloudTrailAsync("DescribeTrails")).Json["trailList"]!.AsArray())!;
        var before = await StatusAsync(run, "aws-controltower-BaselineCloudTrail");
        run.Server.Trails.Put(run.Server.Trails.Find(Baseline)! with { IsLogging = false });

        Assert.Equal(Baseline, (string?)trail["TrailARN"]);
        Assert.True((bool)trail["IsOrganizationTrail"]!);
        Assert.True((bool)before.Json["IsLogging"]!);
        Assert.False((bool)(await StatusAsync(run, Baseline)).Json["IsLogging"]!);
    }

    [Fact]
    public async Task Status_of_an_unknown_trail_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await StatusAsync(run, "none");

        Assert.Equal((400, "TrailNotFoundException"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Trails_of_other_accounts_are_shadows()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Trails.Put(new SandboxTrail("arn:aws:cloudtrail:eu-west-1:999900001111:trail/other", false, true));

        var own = await run.Aws.CloudTrailAsync("DescribeTrails", """{"includeShadowTrails":false}""");
        var named = await run.Aws.CloudTrailAsync("DescribeTrails", """{"trailNameList":["other","none"]}""");

        Assert.Equal(Baseline, (string?)Assert.Single(own.Json["trailList"]!.AsArray())!["TrailARN"]);
        Assert.Equal("other", (string?)Assert.Single(named.Json["trailList"]!.AsArray())!["Name"]);
    }

    private static Task<AwsReply> StatusAsync(SandboxRun run, string name) =>
        run.Aws.CloudTrailAsync("GetTrailStatus", $$"""{"Name":"{{name}}"}""");
}
