using System.CommandLine;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>How protection stands. Writes nothing and queues nothing.</summary>
internal sealed class StatusCommand : IToolCommand
{
    private readonly Option<string?> _unit = UnitOption.Create("Only the accounts of this unit, with the units below it.");

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Only accounts in these states: missing, drifted, widened, failed, retrying, skipped, notChecked, protected.",
        HelpName = "STATE",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result =>
        {
            string[] states = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))];
            foreach (var state in states.Except(AccountStates.All, StringComparer.Ordinal))
                result.AddError($"--only must be one of {string.Join(", ", AccountStates.All)}, not '{state}'.");
            return states;
        },
    };

    public StatusCommand()
    {
        _only.CompletionSources.Add([.. AccountStates.All]);
        Syntax = new Command(
            "status",
            "Whether every account is protected, and what is not right. It looks as a reconcile does, and queues nothing."
            + " Exit code 1 if an account is not protected, or if that could not be seen.")
        {
            _unit, _only,
        };
    }

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var only = run.Parsed.GetValue(_only) ?? [];
        var text = new StatusText(run.Screen, run.Context.Time);
        var stack = await run.ConnectAsync(cancellationToken);
        var reader = new StatusReader(stack, run.Context)
        {
            KeepsAccounts = run.IsJson,
            Includes = account => only is []
                ? run.IsJson || account.State is not (AccountStates.Protected or AccountStates.Skipped)
                : only.Contains(account.State, StringComparer.Ordinal),
            OnReading = async (facts, token) =>
            {
                await text.WriteAsync(facts, token);
                run.Screen.Progress("preparing the walk …");
            },
            OnAccount = text.Account,
            OnPage = totals => run.Screen.Progress(StatusText.Progress(totals)),
        };
        var report = await reader.ReadAsync(run.Parsed.GetValue(_unit), cancellationToken);
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.StatusReport);
        else
            text.Verdict(report);
        return report.AllProtected ? ExitCode.Done : ExitCode.Finding;
    }
}
