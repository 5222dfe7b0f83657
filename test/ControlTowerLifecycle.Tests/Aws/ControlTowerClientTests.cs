using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Failures;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class ControlTowerClientTests
{
    private const string Baselines = "/list-enabled-baselines";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Baselines_are_read_with_children_in_pages_of_100()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, "enabled-baselines-1.json").On(Baselines, "enabled-baselines-2.json");

        var enabled = await new ControlTowerClient(server.Connection())
            .ListEnabledBaselinesAsync(Token)
            .ToListAsync(Token);

        Assert.Equal(7, enabled.Count);
        Assert.Equal(
            [
                """{"includeChildren":true,"maxResults":100}""",
                """{"includeChildren":true,"maxResults":100,"nextToken":"page-2"}""",
            ],
            [.. server.Calls.Select(call => call.Body)]);
    }

    [Fact]
    public async Task Request_is_signed_for_the_home_region()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("/list-landingzones", "landing-zones.json");

        await new ControlTowerClient(server.Connection("cn-north-1")).ListLandingZonesAsync(Token);

        var call = Assert.Single(server.Calls);
        Assert.Contains("/cn-north-1/controltower/aws4_request", call.Authorization, StringComparison.Ordinal);
        Assert.Equal("application/json", call.Headers.ContentType);
    }

    [Fact]
    public async Task Error_code_is_read_from_the_header_without_its_suffix()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Baselines, async context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.Headers["x-amzn-ErrorType"] = "AccessDeniedException:http://internal.amazon.com/coral/";
            await context.Response.WriteAsync("""{"message":"You have an explicit deny."}""", Token);
        });

        var denied = await Assert.ThrowsAsync<AwsException>(() => new ControlTowerClient(server.Connection())
            .ListEnabledBaselinesAsync(Token).ToListAsync(Token).AsTask());

        Assert.Equal(("AccessDeniedException", 403, FailureKind.NeedsOperator), (denied.Code, denied.Status, denied.Kind));
        Assert.Contains("controltower:ListEnabledBaselines", denied.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Baselines)]
    [InlineData("/list-landingzones")]
    [InlineData("/get-landingzone")]
    public async Task Throttled_call_is_retried_until_it_succeeds(string path)
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var refusal = 0; refusal < 4; refusal++)
            server.On(path, "control-tower-throttling.json", 429);
        server.On(path, "nothing.json");
        var patient = new ControlTowerClient(server.Connection()) { Time = new ManualTime { AutoAdvance = true } };

        await (path switch
        {
            Baselines => patient.ListEnabledBaselinesAsync(Token).ToListAsync(Token).AsTask(),
            "/list-landingzones" => (Task)patient.ListLandingZonesAsync(Token),
            _ => patient.GetLandingZoneAsync("arn", Token),
        });

        Assert.Equal(5, server.Calls.Count);
    }
}
