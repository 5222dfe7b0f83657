using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Lambda;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Runtime;

/// <summary>A process that loses its Runtime API ends, so that Lambda starts a new one.</summary>
public sealed class LostRuntimeApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_ends_with_a_failure_if_the_Runtime_API_disappears()
    {
        var session = new RuntimeSession();
        var lines = new List<string>();
        var runtime = await SandboxHttpServer.StartAsync(
            new SandboxRuntimeApi(session, "arn:aws:lambda:eu-west-1:111111111111:function:lifecycle").HandleAsync, Token);
        using var process = StandaloneBootstrap.Launch(Settings(runtime), lines);
        await BoundedWait.UntilAsync("the process requested an event", token => session.Ready.WaitAsync(token));

        await runtime.DisposeAsync();

        Assert.Equal(1, await BoundedWait.UntilAsync("the process ended", token => process.Exited.WaitAsync(token)));
        Assert.Contains("The connection to the Runtime API is lost", TheOnlyFailure(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_ends_with_a_failure_after_one_error_of_the_Runtime_API()
    {
        var calls = 0;
        var lines = new List<string>();
        await using var runtime = await SandboxHttpServer.StartAsync(
            context =>
            {
                Interlocked.Increment(ref calls);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return Task.CompletedTask;
            },
            Token);
        using var process = StandaloneBootstrap.Launch(Settings(runtime), lines);

        Assert.Equal(1, await BoundedWait.UntilAsync("the process ended", token => process.Exited.WaitAsync(token)));
        Assert.Equal(1, calls);
        Assert.Contains("GET invocation/next returned 500", TheOnlyFailure(lines), StringComparison.Ordinal);
    }

    private static string TheOnlyFailure(IEnumerable<string> lines) =>
        Assert.Single(lines, line => line.Contains("\"level\":\"Error\"", StringComparison.Ordinal));

    private static Dictionary<string, string> Settings(SandboxHttpServer runtime) => new(StringComparer.Ordinal)
    {
        ["AWS_LAMBDA_RUNTIME_API"] = runtime.Address.Authority,
        ["AWS_REGION"] = "eu-west-1",
        ["AWS_ACCESS_KEY_ID"] = "ASIACALLER",
        ["AWS_SECRET_ACCESS_KEY"] = "never-used",
        ["LIFECYCLE_FUNCTION"] = "lifecycle",
        ["MANAGEMENT_ACCOUNT_ID"] = "111111111111",
        ["WORKLOAD_SECURITY_SECRET_ARN"] = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:trend",
    };
}
