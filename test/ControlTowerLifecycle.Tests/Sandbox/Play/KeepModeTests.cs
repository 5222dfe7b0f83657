using System.Diagnostics;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Play;

namespace ControlTowerLifecycle.Tests.Sandbox.Play;

public sealed class KeepModeTests
{
    private const int TimeoutMilliseconds = 300_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Printed_commands_work_as_printed()
    {
        string[] tools = ["sh", "curl", "aws"];
        Assert.SkipUnless(Array.TrueForAll(tools, IsInstalled), "sh, curl or aws is not installed.");

        await RunAsync(async instructions =>
        {
            var commands = instructions[instructions.IndexOf("The stack is deployed again", StringComparison.Ordinal)..].Split('\n')
                .Where(line => line.StartsWith("  ", StringComparison.Ordinal))
                .Select(line => line.Trim())
                .ToList();
            var result = await ShellAsync(commands);

            Assert.True(result.ExitCode == 0, result.Text);
            Assert.Contains("\"Accounts\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"QueueArn\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"SecretString\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"awsConnectors\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"accountName\": \"my-account\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"OutputKey\": \"WorkQueue\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"MetricAlarms\": []", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"events\": []", result.Text, StringComparison.Ordinal);
            Assert.Contains("operators@example.com", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"outcome\":\"unchanged\"", result.Text, StringComparison.Ordinal);
            Assert.Contains("\"StatusCode\": 200", result.Text, StringComparison.Ordinal);
            Assert.Contains("vendor-down", result.Text, StringComparison.Ordinal);
        });
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Control_endpoint_vends_accounts_and_refuses_invalid_requests()
    {
        (HttpMethod Method, string Path, int Status, string Text)[] requests =
        [
            (HttpMethod.Post, "vend?name=my-account", 200, "\"accountName\": \"my-account\""),
            (HttpMethod.Post, "vend", 200, "\"accountName\": \"vended-manually\""),
            (HttpMethod.Post, "vend?name=a%1Bb", 400, "control characters"),
            (HttpMethod.Post, $"vend?name={new string('n', 51)}", 400, "1 to 50 characters"),
            (HttpMethod.Get, "vend", 404, "POST /vend"),
            (HttpMethod.Get, "accounts", 200, "\"accountId\": \"111111111111\""),
            (HttpMethod.Get, "faults", 200, "\"name\": \"scp-denies-create-role\""),
            (HttpMethod.Post, "faults?name=wrong-key&on=true", 200, "\"on\": true"),
            (HttpMethod.Post, "faults?name=wrong-key&on=false", 200, "\"on\": false"),
            (HttpMethod.Post, "faults?name=wrong-key", 400, "on must be true or false"),
            (HttpMethod.Post, "faults?name=none&on=true", 400, "must be one of"),
        ];

        await RunAsync(async instructions =>
        {
            var address = instructions.Split("curl ").Single(text => text.Contains("/accounts", StringComparison.Ordinal)).Split()[0];
            using var client = new HttpClient();
            foreach (var (method, path, status, text) in requests)
            {
                using var request = new HttpRequestMessage(
                    method, address.Replace("accounts", path, StringComparison.Ordinal));
                using var response = await client.SendAsync(request, Token);

                Assert.Equal(status, (int)response.StatusCode);
                Assert.Contains(text, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            }
        });
    }

    private static async Task RunAsync(Func<string, Task> test)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var printed = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var output = new CancelingWriter("/accounts", printed);
        await using var deployment = await LifecycleDeployment.StartAsync(
            new DeploymentOptions { Sandbox = new SandboxOptions { Accounts = 7 } }, TimeProvider.System, Token);
        var keeping = KeepMode.RunAsync(deployment, PlayConsole.Create(output), stop.Token);
        await Task.WhenAny(keeping, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, printed.Token));
        try
        {
            await test(output.ToString());
        }
        finally
        {
            await stop.CancelAsync();
        }

        Assert.True(await keeping);
        Assert.EndsWith($"The sandbox stopped.{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
    }

    private static bool IsInstalled(string command) => !OperatingSystem.IsWindows()
        && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, command)));

    private static async Task<(int ExitCode, string Text)> ShellAsync(IEnumerable<string> commands)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-e"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = shell.StandardOutput.ReadToEndAsync(Token);
        var error = shell.StandardError.ReadToEndAsync(Token);
        foreach (var command in commands)
            await shell.StandardInput.WriteLineAsync(command.AsMemory(), Token);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(Token);
        return (shell.ExitCode, await output + await error);
    }
}
