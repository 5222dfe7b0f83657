using System.Diagnostics;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// A program that a test needs and that may not be installed. If it is missing, the test is skipped with a reason.
/// </summary>
internal sealed record RequiredTool(string Name, string HowToInstall)
{
    public static readonly RequiredTool Node = new("node", "install Node 22");
    public static readonly RequiredTool Dotnet = new("dotnet", "install the .NET SDK 10");
    public static readonly RequiredTool CfnLint = new("cfn-lint", "pip install cfn-lint");
    public static readonly RequiredTool Moto = new("moto_server", "pip install \"moto[server]\"");

    public bool IsInstalled => FindOnPath() is not null;

    /// <summary>The program's path. Skips or fails the test if it is missing.</summary>
    public string Require() => FindOnPath() ?? throw Missing($"{Name} is not on PATH; {HowToInstall}");

    /// <summary>Skips the test, or fails it if LIFECYCLE_REQUIRE_TOOLS is 1.</summary>
    public static Exception Missing(string sentence)
    {
        if (System.Environment.GetEnvironmentVariable("LIFECYCLE_REQUIRE_TOOLS") == "1")
            Assert.Fail(sentence);

        Assert.Skip(sentence);
        return new UnreachableException();
    }

    /// <summary>Runs a script of the folder Checks with Node. Its packages must be installed.</summary>
    public static async Task<string> CheckAsync(string script, string input, params string[] arguments)
    {
        if (!Directory.Exists(SourceTree.TestFile("Checks/node_modules")))
            throw Missing("the checks need npm ci --prefix test/ControlTowerLifecycle.Cdk.Tests/Checks");

        var (exitCode, output, errors) = await Node.RunAsync([SourceTree.TestFile($"Checks/{script}"), .. arguments],
            input);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Runs the program until it ends.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string[] arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Require(), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
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
