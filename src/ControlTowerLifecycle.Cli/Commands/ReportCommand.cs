using System.CommandLine;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The status of all accounts as a file for others: a web page, a table or the document of <c>status</c>.</summary>
internal sealed class ReportCommand : IToolCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The file to write, or - for standard output.",
        DefaultValueFactory = _ => "-",
    };

    private readonly Option<bool> _html = new("--html") { Description = "One self-contained web page." };
    private readonly Option<bool> _csv = new("--csv") { Description = "One line for each account." };
    private readonly Option<string?> _unit = UnitOption.Create("Only the accounts of this unit, with the units below it.");

    public ReportCommand()
    {
        Syntax.Add(_file);
        Syntax.Add(_html);
        Syntax.Add(_csv);
        Syntax.Add(_unit);
        Syntax.Validators.Add(result =>
        {
            if (new[] { CommonOptions.Json, _html, _csv }.Count(format => result.GetValue(format)) != 1)
                result.AddError("Name one format: --html, --csv or --json.");
        });
    }

    public Command Syntax { get; } = new(
        "report",
        "Write what status finds as --html, --csv or --json. The file is replaced only when the report is complete. Exit codes"
        + " are those of status.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        run.Screen.Progress("reading …");
        var reader = new StatusReader(stack, run.Context)
        {
            KeepsAccounts = true,
            OnPage = totals => run.Screen.Progress(StatusText.Progress(totals)),
        };
        var report = await reader.ReadAsync(run.Parsed.GetValue(_unit), cancellationToken);
        var text = run.Parsed.GetValue(_html) ? ReportPage.Create(report)
            : run.Parsed.GetValue(_csv) ? CsvReport.Create(report)
            : ReportPage.Serialize(report, ReportJson.Readable) + "\n";
        await ReportFile.WriteAsync(run, run.Parsed.GetValue(_file)!, text, cancellationToken);
        foreach (var fault in report.NotKnown)
            run.Screen.Note($"Not known: {fault}", Tone.Warning);
        return report.AllProtected ? ExitCode.Done : ExitCode.Finding;
    }
}
