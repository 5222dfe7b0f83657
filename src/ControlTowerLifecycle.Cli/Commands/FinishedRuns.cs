using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Runs;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The summary and the exit code of runs.</summary>
internal static class FinishedRuns
{
    /// <param name="run">The run of the command.</param>
    /// <param name="report">How the accounts ended.</param>
    /// <param name="areNamed">Whether the operator named the accounts: a skip is then not what was wanted.</param>
    public static int End(CommandRun run, RunsReport report, bool areNamed)
    {
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.RunsReport);
        else
            new RunText(run.Screen).Summarize(report);
        if (report.Interrupted)
            return ExitCode.Interrupted;

        return report.Accounts.Any(account => account.IsFailed || (areNamed && account.Outcome == "skipped"))
            ? ExitCode.Finding
            : ExitCode.Done;
    }
}
