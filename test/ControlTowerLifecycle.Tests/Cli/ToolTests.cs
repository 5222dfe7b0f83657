using ControlTowerLifecycle.Cli.Commands;

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
}
