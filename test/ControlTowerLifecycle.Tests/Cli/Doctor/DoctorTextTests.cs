using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Doctor;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Tests.Cli.Doctor;

public sealed class DoctorTextTests : IDisposable
{
    private static readonly ReportedCheck Right = new("trail", "CloudTrail trail", CheckWords.Ok, "aws-controltower-BaselineCloudTrail logs", null);

    private static readonly ReportedCheck Wrong = new(
        "execution-role", "execution role", CheckWords.Failed,
        "AWSControlTowerExecution cannot be assumed in 2 of 3 accounts: 444455556666 555566667777",
        "Check that the accounts are enrolled and have the role.");

    private static readonly ReportedCheck Unknown = new(
        "external-id", "external ID", CheckWords.NotChecked, "the vendor does not accept the API key", "Correct the check of the API key first.");

    private readonly StringWriter _output = new() { NewLine = "\n" };

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Lines_fit_into_60_columns_and_break_no_id()
    {
        Write("60", Right, Wrong, Unknown);

        Assert.All(Lines, line => Assert.True(line.Length <= 60, line));
        Assert.Contains(Lines, line => line.Contains("444455556666", StringComparison.Ordinal));
        Assert.Contains(Lines, line => line.Contains("555566667777", StringComparison.Ordinal));
    }

    [Fact]
    public void What_to_do_follows_its_check()
    {
        Write("", Wrong, Unknown);

        Assert.Equal("  → Check that the accounts are enrolled and have the role.", Lines[1]);
        Assert.Equal("not checked external ID: the vendor does not accept the API key", Lines[2]);
    }

    [Fact]
    public void All_is_well_only_if_every_check_was_made_and_is_right()
    {
        Write("", Right);
        Write("", Right, Unknown);
        Write("", Right, Wrong, Unknown);

        Assert.Contains("All is well: 1 checks.", Lines);
        Assert.Contains("Not known whether all is well: 1 of 2 not checked.", Lines);
        Assert.Contains("1 of 3 checks failed, 1 not checked.", Lines);
        Assert.False(new DoctorReport(false, []).AllOk);
    }

    public void Dispose() => _output.Dispose();

    private void Write(string columns, params ReportedCheck[] checks)
    {
        var context = new ToolContext
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["COLUMNS"] = columns },
            Input = new ToolInput(Stream.Null, IsTerminal: false),
            Output = new ToolOutput(_output, IsTerminal: false),
            Error = new ToolOutput(TextWriter.Null, IsTerminal: false),
            Time = TimeProvider.System,
        };
        var text = new DoctorText(new Screen(context, isQuiet: false));
        foreach (var check in checks)
            text.Write(check);
        text.Verdict(new DoctorReport(false, checks));
    }
}
