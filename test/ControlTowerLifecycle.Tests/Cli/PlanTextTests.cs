using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Runs;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>The last line and the exit code of <c>plan</c>.</summary>
public sealed class PlanTextTests
{
    [Theory]
    [InlineData("Nothing would change: 2 unchanged.", "unchanged", "unchanged")]
    [InlineData("Nothing would change: 1 unchanged, 1 skipped.", "unchanged", "skipped")]
    [InlineData("Nothing would change: no account.")]
    [InlineData("It is not known what would change: 1 retry.", "retry")]
    [InlineData("It is not known what would change: 2 unchanged, 1 rejected.", "unchanged", "unchanged", "rejected")]
    [InlineData("1 of 2 accounts would change, with 0 steps: 1 would change, 1 retry.", "wouldChange", "retry")]
    public void Nothing_would_change_only_if_every_account_was_planned(string line, params string[] outcomes)
    {
        using var output = new StringWriter();
        output.NewLine = "\n";
        var context = new ToolContext
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal),
            Input = new ToolInput(Stream.Null, IsTerminal: false),
            Output = new ToolOutput(output, IsTerminal: false),
            Error = new ToolOutput(TextWriter.Null, IsTerminal: false),
            Time = TimeProvider.System,
        };

        new RunText(new Screen(context, isQuiet: false)).Summarize(Report(outcomes));

        Assert.Equal($"\n{line}\n", output.ToString());
    }

    [Theory]
    [InlineData(ExitCode.Done, true, "unchanged")]
    [InlineData(ExitCode.WouldChange, true, "wouldChange")]
    [InlineData(ExitCode.Finding, true, "wouldChange", "retry")]
    [InlineData(ExitCode.Finding, true, "unchanged", "skipped")]
    [InlineData(ExitCode.Finding, true, "wouldChange", "skipped")]
    [InlineData(ExitCode.Done, false, "unchanged", "skipped")]
    [InlineData(ExitCode.WouldChange, false, "wouldChange", "skipped")]
    public void Skip_of_an_account_that_was_named_is_a_finding(int expected, bool areNamed, params string[] outcomes) =>
        Assert.Equal(expected, PlanCommand.ExitCodeOf(Report(outcomes), areNamed));

    private static PlanReport Report(string[] outcomes) =>
        new([.. outcomes.Select(outcome => new PlannedAccount("444455556666", null, outcome))]);
}
