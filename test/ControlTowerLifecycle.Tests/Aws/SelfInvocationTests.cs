using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Lambda;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Lambda throttles invocations. A large deployment must not fail for that.</summary>
public sealed class SelfInvocationTests
{
    private const string Invocations = "/2015-03-31/functions/backfill/invocations";

    private readonly ManualTime _time = new() { AutoAdvance = true };

    [Fact]
    public async Task Throttled_invocation_is_retried_until_Lambda_accepts_it()
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var call = 0; call < 9; call++)
            server.On(Invocations, "too-many-requests.json", StatusCodes.Status429TooManyRequests);
        server.On(Invocations, context =>
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        });

        await Continuation(server).ContinueAsync("{}", TestContext.Current.CancellationToken);

        Assert.Equal(10, server.Calls.Count);
    }

    [Fact]
    public async Task Throttled_invocation_ends_with_the_throttle_when_the_time_is_over()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        for (var call = 0; call < 30; call++)
            server.On(Invocations, "too-many-requests.json", StatusCodes.Status429TooManyRequests);

        var failed = await Assert.ThrowsAsync<AwsException>(() => Continuation(server).ContinueAsync("{}", end.Token));

        Assert.Equal((429, "TooManyRequestsException"), (failed.Status, failed.Code));
    }

    private SelfInvocation Continuation(LoopbackServer server) =>
        new(new LambdaClient(server.Connection()), "backfill", _time);
}
