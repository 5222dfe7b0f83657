using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Tests.Aws;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>How a command finds its credentials, the stack and its settings.</summary>
public sealed class StackConnectionTests
{
    private const string Configuration =
        "/2015-03-31/functions/ControlTowerLifecycle-LifecycleFunction-AbCdEf/configuration";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_of_a_named_stack_is_read_from_its_outputs()
    {
        await using var server = await LoopbackServer.StartAsync();
        Answer(server, "DescribeStacks", "describe-stacks.xml");
        Answer(server, Configuration, "function-configuration.json");

        var run = await ToolRun.RunAsync(
            ToolSurroundings.Calling(server), "version", "--stack", "Landing", "--region", "eu-central-1");

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal("stack Landing 9.8.7", run.Lines[1]);
        Assert.Equal("Landing", server.Calls[0].Fields["StackName"]);
        Assert.All(server.Calls, call => Assert.Contains("/eu-central-1/", call.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_are_those_of_the_lifecycle_function_with_the_callers_credentials()
    {
        await using var server = await LoopbackServer.StartAsync();
        Answer(server, "DescribeStacks", "describe-stacks.xml");
        Answer(server, Configuration, "function-configuration.json");

        var stack = await StackReader.ReadAsync(server.Connection(), "ControlTowerLifecycle", Token);

        Assert.Equal("111122223333", stack.Settings.ManagementAccountId.Value);
        Assert.Same(stack.Connection, stack.Settings.Aws);
        Assert.Equal("ControlTowerLifecycle-LifecycleFunctionLog-AbCdEf", stack.Lifecycle.LogGroup);
    }

    [Fact]
    public async Task Missing_stack_names_the_options_that_find_it()
    {
        await using var server = await LoopbackServer.StartAsync();
        Answer(server, "DescribeStacks", "no-stack.xml", 400);

        var run = await ToolRun.RunAsync(ToolSurroundings.Calling(server), "version", "--stack", "Other");

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.Contains("There is no stack 'Other' in eu-west-1.", run.Error, StringComparison.Ordinal);
        Assert.Contains("--region", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_of_AWS_names_the_permission_and_no_secret()
    {
        await using var server = await LoopbackServer.StartAsync();
        Answer(server, "DescribeStacks", "access-denied.xml", 403);

        var run = await ToolRun.RunAsync(ToolSurroundings.Calling(server), "version", "--stack", "Other", "--json");

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.Contains("cloudformation:DescribeStacks", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(LoopbackServer.SecretAccessKey, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(LoopbackServer.SessionToken, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ExpiredToken", "Sign in again")]
    [InlineData("ExpiredTokenException", "Sign in again")]
    [InlineData("RequestExpired", "Sign in again")]
    [InlineData("InvalidClientTokenId", "Check the access key")]
    [InlineData("UnrecognizedClientException", "Check the access key")]
    public async Task Refused_session_is_not_advised_as_a_missing_permission(string code, string advice)
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var attempt = 0; attempt < 5; attempt++)
            server.On("DescribeStacks", context =>
            {
                context.Response.StatusCode = 403;
                context.Response.ContentType = "text/xml";
                return context.Response.WriteAsync(
                    $"<ErrorResponse><Error><Code>{code}</Code><Message>refused</Message></Error></ErrorResponse>", Token);
            });

        var run = await ToolRun.RunAsync(ToolSurroundings.Calling(server), "version", "--stack", "Other");

        Assert.Equal(ExitCode.CouldNotRun, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("permissions", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_profile_is_reported_with_how_to_list_them()
    {
        var run = await ToolRun.RunAsync("version", "--stack", "Other", "--region", "eu-west-1", "--profile", "no-such-profile");

        Assert.Equal(ExitCode.CouldNotRun, run.ExitCode);
        Assert.Contains("'no-such-profile' does not exist", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_REGION", "eu-nowhere", "'eu-nowhere' is not a region")]
    [InlineData("AWS_ENDPOINT_URL", "ftp://example", "AWS_ENDPOINT_URL")]
    public async Task Invalid_environment_is_reported_by_name(string name, string value, string text)
    {
        var surroundings = new ToolSurroundings();
        foreach (var (key, set) in new[]
        {
            ("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", "A"), ("AWS_SECRET_ACCESS_KEY", "B"), (name, value),
        })
            surroundings.Variables[key] = set;

        var run = await ToolRun.RunAsync(surroundings, "version", "--stack", "Other");

        Assert.Equal(ExitCode.CouldNotRun, run.ExitCode);
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_command_ends_with_130()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();

        var run = await ToolRun.RunAsync(
            new ToolSurroundings { CancellationToken = interrupted.Token, Input = "{}"u8.ToArray() }, "event", "-");

        Assert.Equal((ExitCode.Interrupted, "Interrupted.\n"), (run.ExitCode, run.Error));
    }

    private static void Answer(LoopbackServer server, string operation, string payload, int status = 200) =>
        server.On(operation, Path.Combine("..", "..", "Cli", "Payloads", payload), status);
}
