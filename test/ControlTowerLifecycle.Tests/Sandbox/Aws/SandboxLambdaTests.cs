using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Tests.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxLambdaTests
{
    private const int TimeoutMilliseconds = 30_000;
    private const string Name = "backfill";

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Event_is_accepted_without_a_body_and_reaches_the_function_unchanged()
    {
        const string payload = """{"accountId": "000012345678", "name": "ü"}""";
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await SandboxRun.StartAsync();
        await using var function = Function(run, received);

        var reply = await run.Aws.LambdaAsync(Name, payload);

        Assert.Equal((202, ""), (reply.Status, reply.Text));
        Assert.Equal(payload, await received.Task);
        Assert.Equal(1, run.Server.AwsCalls.Count("Invoke"));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Synchronous_invocation_returns_what_the_function_returned()
    {
        await using var run = await SandboxRun.StartAsync();
        await using var function = Function(run, new TaskCompletionSource<string>());

        var reply = await run.Aws.LambdaAsync(Name, "{}", "RequestResponse");

        Assert.Equal((200, "{}"), (reply.Status, reply.Text));
        Assert.False(reply.Headers.Contains("X-Amz-Function-Error"));
    }

    [Fact]
    public async Task Unknown_function_returns_404()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.LambdaAsync("nobody", "{}");

        Assert.Equal((404, "ResourceNotFoundException"), (reply.Status, reply.Code));
        Assert.Contains(":function:nobody", reply.Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = TimeoutMilliseconds)]
    [InlineData("Event", "no json", "InvalidRequestContentException")]
    [InlineData("DryRun", "{}", "InvalidParameterValueException")]
    public async Task Invalid_invocation_is_refused(string invocationType, string payload, string code)
    {
        await using var run = await SandboxRun.StartAsync();
        await using var function = Function(run, new TaskCompletionSource<string>());

        var reply = await run.Aws.LambdaAsync(Name, payload, invocationType);

        Assert.Equal((400, code), (reply.Status, reply.Code));
        Assert.Equal(0, function.Counts.Invocations);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Event_over_one_mebibyte_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        await using var function = Function(run, new TaskCompletionSource<string>());

        var reply = await run.Aws.LambdaAsync(Name, $"\"{new string('x', 1024 * 1024)}\"");

        Assert.Equal((413, "RequestTooLargeException"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Permission_is_checked_on_the_arn_of_the_function()
    {
        await using var run = await SandboxRun.StartAsync();
        var management = run.Server.Organization.ManagementAccountId;
        run.Server.RestrictFunctions(SandboxRun.Allow(
            "lambda:InvokeFunction", $"arn:aws:lambda:eu-west-1:{management}:function:nobody"));

        var allowed = await run.Aws.LambdaAsync("nobody", "{}");
        var denied = await run.Aws.LambdaAsync(Name, "{}");

        Assert.Equal("ResourceNotFoundException", allowed.Code);
        Assert.Equal((403, "AccessDeniedException"), (denied.Status, denied.Code));
    }

    [Fact]
    public async Task Wrong_signature_invokes_no_function()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.Aws with { SecretKey = "wrong" }).LambdaAsync(Name, "{}");

        Assert.Equal((403, "InvalidSignatureException"), (reply.Status, reply.Code));
    }

    private static LambdaFunction Function(SandboxRun run, TaskCompletionSource<string> received)
    {
        var function = new LambdaFunction(
            ScriptedLauncher.Settings(Name),
            ScriptedLauncher.Responding(payload =>
            {
                received.TrySetResult(payload);
                return "{}";
            }),
            new ManualTime());
        run.Server.Functions.Add(function);
        return function;
    }
}
