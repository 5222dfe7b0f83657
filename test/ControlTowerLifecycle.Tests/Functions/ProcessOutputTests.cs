using ControlTowerLifecycle.Tests.Functions.Runtime;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// The whole process against a world that fails every call and quotes all it was sent. What the process writes, what it
/// tells Lambda and what it tells CloudFormation is searched for secrets; each test shows first that the world had
/// them.
/// </summary>
[Collection(RuntimeLoopFixture.OneAtATime)]
public sealed class ProcessOutputTests : BootstrapFixture
{
    [Theory]
    [InlineData(StatusCodes.Status400BadRequest)]
    [InlineData(StatusCodes.Status403Forbidden)]
    public async Task A_vendor_that_quotes_the_key_does_not_make_the_backfill_tell_it(int status)
    {
        await using var world = await StartWorldAsync(status);
        var request = Payload.With(
            "CustomResource.Create.json", "ResponseURL", $"\"http://{world.Address}/answer?X-Amz-Signature=example\"");
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = request });

        await RunAsync(LambdaEnvironment.Of("backfill", api.Address, world.Address));

        AssertSent(world, Secrets.ApiKey);
        var answer = Assert.Single(world.Calls, call => call.Method == "PUT");
        Assert.Contains($"Workload Security responded with {status}", answer.Json.Text("Reason"), StringComparison.Ordinal);
        Secrets.AssertAbsent(answer.Text);
        Assert.Single(Output.LinesOf("backfill failed"));
    }

    [Fact]
    public async Task An_AWS_that_quotes_the_request_does_not_make_the_onboarding_tell_the_session_token()
    {
        await using var world = await StartWorldAsync(StatusCodes.Status400BadRequest);
        await using var api = await FakeRuntimeApi.StartAsync(
            Next.Event("a") with { Payload = Payload.Bytes("Sqs.batch.json") },
            Next.Event("b") with { Payload = Payload.Bytes("CreateManagedAccount.succeeded.json") },
            Next.Event("c", Batch.Direct("444455556666")));

        await RunAsync(LambdaEnvironment.Of("lifecycle", api.Address, world.Address));

        AssertSent(world, Secrets.SessionToken);
        Assert.Equal(3, Output.LinesOf("outcome").Count);
    }

    [Fact]
    public async Task A_response_url_that_has_expired_is_told_without_its_query()
    {
        await using var world = await Loopback.StartAsync((_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        var request = Payload.With(
            "CustomResource.Delete.json", "ResponseURL", $"\"http://{world.Address}/answer?X-Amz-Signature=example\"");
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = request });

        await RunAsync(LambdaEnvironment.Of("backfill", api.Address, world.Address));

        Assert.Contains("X-Amz-Signature", Assert.Single(world.Calls).RawTarget, StringComparison.Ordinal);
        Assert.Empty(api.Call("POST invocation/a/response").Body);
    }

    private static Task<Loopback> StartWorldAsync(int status) => Loopback.StartAsync(async (call, context) =>
    {
        if (call.Method == "PUT")
            return;

        if (call.Headers.GetValueOrDefault("X-Amz-Target") == "secretsmanager.GetSecretValue")
        {
            context.Response.ContentType = "application/x-amz-json-1.1";
            await context.Response.WriteAsync($$"""{"SecretString":"{{Secrets.ApiKey}}"}""", context.RequestAborted);
            return;
        }

        var quoted = string.Join(' ', call.Headers.Select(header => $"{header.Key}: {header.Value}")).Replace('"', '\'');
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(
            $$"""{"__type":"AccessDeniedException","message":"You sent {{quoted}}"}""", context.RequestAborted);
    });

    private static void AssertSent(Loopback world, string secret) => Assert.Contains(
        world.Calls, call => call.Headers.Values.Any(value => value.Contains(secret, StringComparison.Ordinal)));
}
