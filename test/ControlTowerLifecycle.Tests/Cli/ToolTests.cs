using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>What all commands have in common.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task Help_names_every_exit_code()
    {
        var run = await ToolRun.RunAsync("--help");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        foreach (var code in new[] { "0 ", "1 ", "2 ", "3 ", "64 ", "130 " })
            Assert.Contains($"  {code}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evnt")]
    [InlineData("event")]
    [InlineData("event", "-", "--jsn")]
    [InlineData("completion", "tcsh")]
    [InlineData("status", "--only", "broken")]
    [InlineData("status", "--ou", "Production")]
    [InlineData("account", "44445555666")]
    [InlineData("plan")]
    [InlineData("plan", "44445555666")]
    [InlineData("plan", "444455556666", "--all")]
    [InlineData("plan", "--ou", "ou-ab12-c3d4e5f6", "--all")]
    [InlineData("onboard", "--all", "--parallel", "0")]
    [InlineData("onboard", "--all", "--parallel", "21")]
    [InlineData("offboard", "444455556666", "111122223333")]
    [InlineData("report", "file")]
    [InlineData("report", "file", "--html", "--csv")]
    [InlineData("report", "file", "--html", "--json")]
    public async Task Invalid_command_line_is_a_usage_error_on_standard_error(params string[] arguments)
    {
        var run = await ToolRun.RunAsync(arguments);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("event", "--help")]
    [InlineData("version")]
    [InlineData("[suggest:14]", "ctlifecycle ev")]
    public async Task Output_that_cannot_be_written_is_a_failure_in_a_sentence(params string[] arguments)
    {
        using var error = new StringWriter();

        var exitCode = await RunAsync(new FullDisk(), error, arguments);

        Assert.Equal(ExitCode.CouldNotRun, exitCode);
        Assert.StartsWith("No space left on device", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("defect", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "bogus")]
    [InlineData(ExitCode.CouldNotRun, "event", "/no/such/file")]
    public async Task Failure_that_cannot_be_written_has_its_exit_code(int expected, params string[] arguments) =>
        Assert.Equal(expected, await RunAsync(TextWriter.Null, new FullDisk(), arguments));

    [Fact]
    public async Task Version_is_one_line()
    {
        var run = await ToolRun.RunAsync("version");

        Assert.Equal((ExitCode.Done, $"ctlifecycle {VersionCommand.Current}\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Version_as_JSON_has_the_version_of_the_schema()
    {
        var run = await ToolRun.RunAsync("version", "--json");

        Assert.Equal(1, run.Json["schemaVersion"]!.GetValue<int>());
        Assert.Equal(VersionCommand.Current, run.Json["version"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete -c ctlifecycle")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_script_calls_the_tool(string shell, string word)
    {
        var run = await ToolRun.RunAsync("completion", shell);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("[suggest:", run.Output, StringComparison.Ordinal);
        Assert.Contains(word, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_suggested_to_the_shell()
    {
        var run = await ToolRun.RunAsync("[suggest:14]", "ctlifecycle ev");

        Assert.Equal(["event"], run.Lines);
    }

    private static Task<int> RunAsync(TextWriter output, TextWriter error, string[] arguments) => Tool.RunAsync(
        arguments,
        new ToolContext
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal),
            Input = new ToolInput(Stream.Null, IsTerminal: false),
            Output = new ToolOutput(output, IsTerminal: false),
            Error = new ToolOutput(error, IsTerminal: false),
            Time = TimeProvider.System,
        },
        TestContext.Current.CancellationToken);

    private sealed class FullDisk : StringWriter
    {
        public override void Write(char value) => throw Full();

        public override void Write(char[] buffer, int index, int count) => throw Full();

        public override void Write(ReadOnlySpan<char> buffer) => throw Full();

        public override void Write(string? value) => throw Full();

        public override void WriteLine(string? value) => throw Full();

        private static IOException Full() => new("No space left on device");
    }
}
