using ControlTowerLifecycle.Tests.Functions.Runtime;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// The whole process with a server that fails every call and quotes its request. The log, the reports to Lambda and the
/// responses to CloudFormation must contain no secret. Each test first checks that the server received the secret.
/// </summary>
[Collection(RuntimeLoopFixture.OneAtATime)]
public sealed class ProcessOutputTests : BootstrapFixture
{
    [Theory]
    [InlineData(StatusCodes.Status400BadRequest)]
    [InlineData(StatusCodes.Status403Forbidden)]
    public async Task API_key_quoted_by_the_vendor_is_not_repeated(int status)
    {
        await using var server = await StartServerAsync(status);
        var request = Payload.With(
            "CustomResource.Create.json", "ResponseURL", $"\"http://{server.Address}/put?X-Amz-Signature=example\"");
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = request });

        await RunAsync(LambdaEnvironment.Of("backfill", api.Address, server.Address));

        AssertSent(server, Secrets.ApiKey);
        var response = Assert.Single(server.Calls, call => call.Method == "PUT");
        Assert.Contains($"Workload Security responded with {status}", response.Json.Text("Reason"), StringComparison.Ordinal);
        Secrets.AssertAbsent(response.Text);
        Assert.Single(Output.LinesOf("backfill failed"));
    }

    [Fact]
    public async Task Session_token_quoted_by_AWS_is_not_repeated()
    {
        await using var server = await StartServerAsync(StatusCodes.Status400BadRequest);
        await using var api = await FakeRuntimeApi.StartAsync(
            Next.Event("a") with { Payload = Payload.Bytes("Sqs.batch.json") },
            Next.Event("b") with { Payload = Payload.Bytes("CreateManagedAccount.succeeded.json") },
            Next.Event("c", Batch.Direct("444455556666")));

        await RunAsync(LambdaEnvironment.Of("lifecycle", api.Address, server.Address));

        AssertSent(server, Secrets.SessionToken);
        Assert.Equal(3, Output.LinesOf("outcome").Count);
    }

    [Fact]
    public async Task Query_of_an_expired_response_URL_is_not_repeated()
    {
        await using var server = await Loopback.StartAsync((_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        var request = Payload.With(
            "CustomResource.Delete.json", "ResponseURL", $"\"http://{server.Address}/put?X-Amz-Signature=example\"");
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = request });

        await RunAsync(LambdaEnvironment.Of("backfill", api.Address, server.Address));

        Assert.Contains("X-Amz-Signature", Assert.Single(server.Calls).RawTarget, StringComparison.Ordinal);
        Assert.Empty(api.Call("POST invocation/a/response").Body);
    }

    private static Task<Loopback> StartServerAsync(int status) => Loopback.StartAsync(async (call, context) =>
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

    private static void AssertSent(Loopback server, string secret) => Assert.Contains(
        server.Calls, call => call.Headers.Values.Any(value => value.Contains(secret, StringComparison.Ordinal)));
}
