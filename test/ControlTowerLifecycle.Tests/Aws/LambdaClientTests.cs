using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Failures;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class LambdaClientTests
{
    private const string Invocations = "/2015-03-31/functions/backfill/invocations";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Continuation_invokes_the_same_function_asynchronously()
    {
        const string payload = """{"name":"ü"}""";
        await using var server = await LoopbackServer.StartAsync();
        server.On(Invocations, Accept);

        await new SelfInvocation(new LambdaClient(server.Connection()), "backfill", TimeProvider.System)
            .ContinueAsync(payload, Token);

        var call = Assert.Single(server.Calls);
        Assert.Equal((payload, "Event"), (call.Body, call.Headers["X-Amz-Invocation-Type"].ToString()));
        Assert.Contains("/eu-west-1/lambda/aws4_request", call.Authorization, StringComparison.Ordinal);
        Assert.Contains("x-amz-invocation-type", call.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payload_over_256_KB_is_not_sent_and_needs_the_operator()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Invocations, Accept);
        var lambda = new LambdaClient(server.Connection());
        // The last letter takes two bytes: bytes count, not characters.
        var largest = new string('x', LambdaClient.MaximumPayloadBytes - 4) + "ü";

        await lambda.InvokeEventAsync("backfill", $"\"{largest}\"", Token);
        var refused = await Assert.ThrowsAsync<AwsException>(
            () => lambda.InvokeEventAsync("backfill", $"\"{largest}x\"", Token));

        Assert.Single(server.Calls);
        Assert.Equal((FailureKind.NeedsOperator, (int?)null), (refused.Kind, refused.Status));
        Assert.Contains("262145 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_function_needs_the_operator()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Invocations, async context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.Headers["x-amzn-ErrorType"] = "ResourceNotFoundException";
            await context.Response.SendFileAsync(
                Path.Combine(AppContext.BaseDirectory, "Aws", "Payloads", "lambda-not-found.json"), Token);
        });

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => new LambdaClient(server.Connection()).InvokeEventAsync("backfill", "{}", Token));

        Assert.Equal(("ResourceNotFoundException", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
        Assert.Contains("Function not found", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Deploy the stack again", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttled_invocation_is_sent_again()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Invocations, "too-many-requests.json", 429).On(Invocations, Accept);

        await new LambdaClient(server.Connection()).InvokeEventAsync("backfill", "{}", Token);

        Assert.Equal(2, server.Calls.Count);
    }

    private static Task Accept(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
