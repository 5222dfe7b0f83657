using System.Diagnostics;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>
/// Runs the real <c>ctlifecycle</c> with the credentials of the sandbox's operator: the one of this build, or the binary that
/// LIFECYCLE_TOOL names.
/// </summary>
internal sealed class OperatorTool(TestStack stack)
{
    private static readonly string Path = Environment.GetEnvironmentVariable("LIFECYCLE_TOOL") is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ctlifecycle.exe" : "ctlifecycle");

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(arguments) };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await stack.WaitUntilAsync($"ctlifecycle {string.Join(' ', arguments)} ended", async token =>
        {
            await process.WaitForExitAsync(token);
            return true;
        });
        return new ToolResult(process.ExitCode, await output, await error);
    }

    private ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        var credentials = stack.Server.OperatorCredentials;
        start.Environment["AWS_ENDPOINT_URL"] = stack.Server.AwsEndpoint.AbsoluteUri;
        start.Environment["AWS_REGION"] = stack.Organization.Region;
        start.Environment["AWS_ACCESS_KEY_ID"] = credentials.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = credentials.SecretKey;
        start.Environment["AWS_SESSION_TOKEN"] = credentials.SessionToken;
        return start;
    }
}

/// <summary>What a run of the tool left.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    /// <summary>Fails with what the tool wrote.</summary>
    public ToolResult AssertExit(int expected)
    {
        Assert.True(ExitCode == expected, $"Exit code {ExitCode}, not {expected}.\n{Output}\n{Error}");
        return this;
    }
}
