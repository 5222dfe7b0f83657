using System.Diagnostics;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// A program that a test needs and not every machine has. Where it is missing the test is skipped with a sentence.
/// </summary>
internal sealed record Tool(string Name, string HowToInstall)
{
    public static readonly Tool Node = new("node", "install Node 20 or later");
    public static readonly Tool CfnLint = new("cfn-lint", "pip install cfn-lint");
    public static readonly Tool Moto = new("moto_server", "pip install \"moto[server]\"");

    public bool IsThere => FindOnPath() is not null;

    /// <summary>The program's path. Does not return where it is missing.</summary>
    public string Require() => FindOnPath() ?? throw Missing($"{Name} is not on PATH; {HowToInstall}");

    /// <summary>Skips the test, or fails it where LIFECYCLE_REQUIRE_TOOLS is 1.</summary>
    public static Exception Missing(string sentence)
    {
        if (System.Environment.GetEnvironmentVariable("LIFECYCLE_REQUIRE_TOOLS") == "1")
            Assert.Fail(sentence);

        Assert.Skip(sentence);
        return new UnreachableException();
    }

    /// <summary>Runs a script of the folder Checks with Node; its packages have to be there.</summary>
    public static async Task<string> CheckAsync(string script, string input, params string[] arguments)
    {
        if (!Directory.Exists(Repository.TestFile("Checks/node_modules")))
            throw Missing("the checks' packages are not installed; npm ci --prefix test/ControlTowerLifecycle.Cdk.Tests/Checks");

        var (exitCode, output, errors) = await Node.RunAsync([Repository.TestFile($"Checks/{script}"), .. arguments],
            input);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, string input = "")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(Require(), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    private string? FindOnPath() =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Name, $"{Name}.exe", $"{Name}.cmd" }.Select(file => Path.Join(folder, file)))
        .FirstOrDefault(File.Exists);
}
