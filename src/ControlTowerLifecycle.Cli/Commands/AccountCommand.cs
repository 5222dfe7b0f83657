using System.CommandLine;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Inspection;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Everything about one account. Writes nothing.</summary>
internal sealed class AccountCommand : IToolCommand
{
    private readonly Argument<AccountId> _id = AccountArgument.Create();

    public AccountCommand() => Syntax.Add(_id);

    public Command Syntax { get; } = new(
        "account",
        "Everything about one account: organization, governance, role with its differences, registrations, last outcomes and"
        + " dead letters. Exit code 1 if it is not as wanted.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        run.Screen.Progress("reading …");
        var report = await new AccountInspection(stack, run.Context).ReadAsync(run.Parsed.GetValue(_id)!, cancellationToken);
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.AccountReport);
        else
            new AccountText(run.Screen).Write(report);
        return report.IsRight ? ExitCode.Done : ExitCode.Finding;
    }
}
