using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Status;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>The tool reads the lines that the log of the functions writes.</summary>
public sealed class LogLinesTests
{
    [Fact]
    public void Summary_of_a_reconcile_is_read_from_its_line()
    {
        var summary = new WalkSummary
        {
            Accounts = 12,
            Protected = 8,
            Missing = 1,
            Drifted = 1,
            Skipped = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["suspended"] = 1, ["not-governed"] = 1 },
        };

        var read = LogLines.ReadReconcile(Line(log => log.Walk("reconciled", new WalkRequest(WalkKind.Reconcile), summary)))!;

        Assert.Equal((12, 8, 1, 1, 2, 2), (read.Accounts, read.Protected, read.Missing, read.Drifted, read.Unprotected, read.Skipped));
    }

    [Fact]
    public void Reconcile_of_one_unit_does_not_count() => Assert.Null(LogLines.ReadReconcile(Line(log =>
        log.Walk("reconciled", new WalkRequest(WalkKind.Reconcile, "ou-ab12-c3d4e5f6"), new WalkSummary()))));

    [Fact]
    public void Failed_run_is_read_with_its_cause()
    {
        var report = new RunReport(Sample.Id, new RunOutcome.Retry(RunFailure.OutOfTime("create-role"), []));

        var (account, run) = LogLines.ReadFailedRun(Line(log => log.Outcome(report, TimeSpan.FromSeconds(1), null)))!.Value;

        Assert.Equal((Sample.Id.Value, true), (account, run.IsRetried));
        Assert.Contains("time ran out", run.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("START RequestId: 1")]
    [InlineData("[]")]
    [InlineData("""{"message":"outcome","outcome":"retry","accountId":7,"failure":"text"}""")]
    [InlineData("""{"message":"outcome","outcome":"retry","accountId":"444455556666","failure":{}}""")]
    [InlineData("""{"message":"reconciled","\ud800":1}""")]
    public void Line_in_another_form_is_passed_over(string text)
    {
        var line = new LogLine(Sample.Start, text);

        Assert.Null(LogLines.ReadFailedRun(line));
        _ = LogLines.ReadReconcile(line);
        _ = LogLines.ReadRun(line);
    }

    private static LogLine Line(Action<LifecycleLog> write)
    {
        using var stream = new MemoryStream();
        write(new LifecycleLog(stream, TimeProvider.System));
        return new LogLine(Sample.Start, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
