using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>One run of the real <c>ctlifecycle</c> against a sandbox, and what it wrote.</summary>
internal sealed record ToolProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The most memory that the process had, in bytes; zero if it was too short to be measured.</summary>
    public long PeakMemory { get; private init; }

    /// <summary>The executable; the one of this build by default.</summary>
    public const string Variable = "LIFECYCLE_TOOL";

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonNode Json => JsonNode.Parse(Output)!;

    /// <summary>Fails with what the tool wrote.</summary>
    public ToolProcess AssertExit(int expected)
    {
        Assert.True(ExitCode == expected, $"Exit code {ExitCode}, not {expected}.\n{Output}\n{Error}");
        return this;
    }

    public static Task<ToolProcess> RunAsync(TestStack stack, params string[] arguments) =>
        RunAsync(stack, _ => { }, arguments);

    /// <param name="stack">The stack that the operator's credentials belong to.</param>
    /// <param name="onLine">Receives each line of standard output as it is written.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<ToolProcess> RunAsync(TestStack stack, Action<RunningTool> onLine, params string[] arguments)
    {
        using var process = OperatorProcess.Start(stack.Server, ExecutablePath, arguments);
        var (output, error) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                return;

            lock (output)
                output.Append(line.Data).Append('\n');
            onLine(new RunningTool(process.Id, line.Data));
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                return;

            lock (error)
                error.Append(line.Data).Append('\n');
        };
        var peak = 0L;
        using var measuring = new Timer(_ => Interlocked.Exchange(ref peak, Math.Max(peak, Peak(process))), null, 0, 100);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await BoundedWait.UntilAsync($"ctlifecycle {string.Join(' ', arguments)} ended", process.WaitForExitAsync);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return new ToolProcess(process.ExitCode, output.ToString(), error.ToString()) { PeakMemory = peak };
    }

    private static long Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended.
            return 0;
        }
    }

    private static string ExecutablePath
    {
        get
        {
            var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured
                ? Path.GetFullPath(configured)
                : Path.Join(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ctlifecycle.exe" : "ctlifecycle");
            Assert.True(File.Exists(path), $"There is no executable at {path}. Build it or correct {Variable}.");
            return path;
        }
    }
}

/// <summary>The process that has just written a line.</summary>
internal sealed record RunningTool(int ProcessId, string Line)
{
    /// <summary>
    /// SIGTERM, which the tool handles as the SIGINT of Ctrl+C. A shell that runs the tests in the background makes them ignore
    /// SIGINT.
    /// </summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{ProcessId}"]);
        kill.WaitForExit();
    }
}
