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
    public async Task A_continuation_is_an_asynchronous_invocation_of_the_function_itself()
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
    public async Task A_payload_of_256_KB_is_sent_and_a_byte_more_goes_to_a_person_unsent()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On(Invocations, Accept);
        var lambda = new LambdaClient(server.Connection());
        // The last letter takes two bytes: bytes count, not characters.
        var largest = new string('x', LambdaClient.LargestPayload - 4) + "ü";

        await lambda.InvokeEventAsync("backfill", $"\"{largest}\"", Token);
        var refused = await Assert.ThrowsAsync<AwsException>(
            () => lambda.InvokeEventAsync("backfill", $"\"{largest}x\"", Token));

        Assert.Single(server.Calls);
        Assert.Equal((FailureKind.NeedsOperator, (int?)null), (refused.Kind, refused.Status));
        Assert.Contains("262145 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_is_gone_goes_to_a_person()
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
    public async Task A_throttled_invocation_is_made_again()
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
