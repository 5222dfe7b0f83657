using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Runtime;

public sealed class StartupTests
{
    [Fact]
    public async Task All_invalid_settings_are_reported_at_once_and_the_process_ends()
    {
        var start = await StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LIFECYCLE_FUNCTION"] = "lifecicle",
            ["PROTECTIONS"] = "workload-security,antivirus",
            ["MANAGEMENT_ACCOUNT_ID"] = "11111",
            ["WORKLOAD_SECURITY_ENDPOINT"] = "http://workload.example.com",
            ["EXCLUDE_ACCOUNTS"] = "222222222222,not-an-id",
            ["INCLUDE_ORGANIZATIONAL_UNITS"] = "Production",
            ["MAXIMUM_CONCURRENCY"] = "0",
            ["WORKSPACES_ENABLED"] = "maybe",
            ["AWS_REGION"] = "",
        });

        Assert.Equal("Function.WrongSettings", start.Error.FiledAs);
        Assert.All(
            [
                "LIFECYCLE_FUNCTION: must be 'lifecycle', 'backfill', 'rotation' or 'support-case'", "PROTECTIONS", "MANAGEMENT_ACCOUNT_ID: '11111'",
                "WORKLOAD_SECURITY_ENDPOINT: takes an https URL", "WORKLOAD_SECURITY_SECRET_ARN is missing",
                "EXCLUDE_ACCOUNTS: 'not-an-id'",
                "INCLUDE_ORGANIZATIONAL_UNITS", "MAXIMUM_CONCURRENCY", "WORKSPACES_ENABLED", "AWS_REGION",
            ],
            (string fault) => Assert.Contains(fault, start.Error.Message, StringComparison.Ordinal));
        Assert.Equal(1, start.ExitCode);
        Assert.Matches("\"message\":\"starting\",\"version\":\"[0-9.]+\"", start.Lines[0]);
        Assert.Contains(start.Lines, line => line.Contains("cannot start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Environment_with_concurrent_invocations_is_refused()
    {
        var start = await StartAsync(TestStack.Variable("AWS_LAMBDA_MAX_CONCURRENCY", "8"));

        Assert.Contains("AWS_LAMBDA_MAX_CONCURRENCY", start.Error.Message, StringComparison.Ordinal);
        Assert.Equal(1, start.ExitCode);
    }

    [Fact]
    public async Task Executable_started_outside_Lambda_prints_its_usage()
    {
        var lines = new List<string>();
        using var process = StandaloneBootstrap.Launch(new Dictionary<string, string>(StringComparer.Ordinal), lines);

        Assert.Equal(2, await BoundedWait.UntilAsync("the process ended", token => process.Exited.WaitAsync(token)));
        Assert.Contains(
            "dotnet run --project src/ControlTowerLifecycle.Sandbox", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_with_invalid_settings_fails_its_invocation_and_not_the_sandbox()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick with
        {
            Variables = TestStack.Variable("MANAGEMENT_ACCOUNT_ID", "twelve digits"),
        });

        var result = Assert.IsType<InvocationResult.FunctionError>(await stack.InvokeAsync("{}"));

        Assert.Contains("MANAGEMENT_ACCOUNT_ID", result.Message, StringComparison.Ordinal);
        Assert.Equal(1, stack.Lifecycle.Counts.InitFailures);
    }

    /// <summary>Starts the executable with only a Runtime API and waits until the process has ended.</summary>
    private static async Task<FailedStart> StartAsync(IReadOnlyDictionary<string, string> variables)
    {
        var session = new RuntimeSession();
        await using var runtime = await SandboxHttpServer.StartAsync(
            new SandboxRuntimeApi(session, "arn:aws:lambda:eu-west-1:111111111111:function:lifecycle").HandleAsync,
            TestContext.Current.CancellationToken);
        var lines = new List<string>();
        using var process = StandaloneBootstrap.Launch(
            new(variables, StringComparer.Ordinal) { ["AWS_LAMBDA_RUNTIME_API"] = runtime.Address.Authority }, lines);
        var exitCode = await BoundedWait.UntilAsync("the process ended", token => process.Exited.WaitAsync(token));
        var error = await BoundedWait.UntilAsync("the INIT failed", token => session.InitError.WaitAsync(token));
        return new FailedStart(exitCode, error, lines);
    }

    private sealed record FailedStart(int ExitCode, InvocationResult.FunctionError Error, IReadOnlyList<string> Lines);
}
