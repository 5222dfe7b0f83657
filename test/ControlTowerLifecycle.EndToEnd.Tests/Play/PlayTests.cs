using System.Diagnostics;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Play;

public sealed class PlayTests
{
    private static readonly string Sandbox = Path.Combine(
        AppContext.BaseDirectory,
        OperatingSystem.IsWindows() ? "ControlTowerLifecycle.Sandbox.exe" : "ControlTowerLifecycle.Sandbox");

    [Fact]
    public async Task Play_succeeds_and_prints_one_JSON_document()
    {
        var played = await RunAsync("--json", "--accounts", "8", "--bootstrap", BootstrapUnderTest.Path);

        Assert.True(played.ExitCode == 0, played.Errors);
        var document = JsonNode.Parse(played.Output)!;
        var organization = document["organization"]!;
        Assert.Equal((15, 13), ((int)organization["total"]!, (int)organization["protected"]!));
        Assert.Empty(organization["failed"]!.AsArray());
        Assert.Equal(
            [
                $"{DefaultOrganization.SuspendedId} Former project suspended",
                $"{DefaultOrganization.UngovernedId} Acquired company not governed: no execution role",
            ],
            [
                .. organization["skipped"]!.AsArray()
                    .Select(account => $"{account!["id"]} {account["name"]} {account["reason"]}"),
            ]);
        Assert.Equal(
            ["deploy", "vend", "trouble", "reconcile", "update", "delete"],
            [.. document["acts"]!.AsArray().Select(act => act!["name"]!.GetValue<string>())]);
        Assert.All(document["acts"]!.AsArray(), act =>
        {
            Assert.True((double)act!["seconds"]! >= 0);
            Assert.InRange((int)act["accounts"]!, 0, 15);
        });
    }

    [Theory]
    [InlineData("cloud-accounts")]
    [InlineData("workload-security,cloud-accounts")]
    public async Task Play_succeeds_with_cloud_accounts(string protections)
    {
        var played = await RunAsync(
            "--json", "--accounts", "7", "--protections", protections, "--bootstrap", BootstrapUnderTest.Path);

        Assert.True(played.ExitCode == 0, played.Errors);
        var document = JsonNode.Parse(played.Output)!;
        Assert.Equal(12, (int)document["organization"]!["protected"]!);
        Assert.Equal(
            protections.StartsWith("workload", StringComparison.Ordinal),
            document["calls"]!.AsObject().Any(call => call.Key.Contains("awsconnectors", StringComparison.Ordinal)));
        Assert.Contains(
            document["calls"]!.AsObject(), call => call.Key.EndsWith("POST /awsAccounts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_option_prints_the_usage()
    {
        var refused = await RunAsync("--jsn");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("--jsn", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("Usage:", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public async Task Missing_executable_is_named()
    {
        var refused = await RunAsync("--bootstrap", "/nowhere/bootstrap");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("There is no executable at /nowhere/bootstrap", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    private static async Task<Run> RunAsync(params string[] arguments)
    {
        Assert.True(File.Exists(Sandbox), $"{Sandbox} does not exist.");
        using var process = Process.Start(new ProcessStartInfo(Sandbox, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await BoundedWait.UntilAsync("the sandbox ended", process.WaitForExitAsync);
            return new Run(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private sealed record Run(int ExitCode, string Output, string Errors);
}
