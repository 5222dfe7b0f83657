using System.CommandLine;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Runs;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The steps that <c>onboard</c> would apply. Writes nothing.</summary>
internal sealed class PlanCommand : IToolCommand
{
    private readonly AccountSelection _selection = new();
    private readonly Option<int> _parallel = NumberOption.Parallel();

    public PlanCommand()
    {
        Syntax.Add(_parallel);
        _selection.AddTo(Syntax);
    }

    public Command Syntax { get; } = new(
        "plan",
        "The steps that onboard would apply, with the changes of policies. Writes nothing. Exit code 2 if something would"
        + " change, 1 if an account could not be planned, or if an account that you named was skipped.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var accounts = _selection.Read(run.Parsed);
        var stack = await run.ConnectAsync(cancellationToken);
        var composition = new StackComposition(stack, run.Context);
        var text = new RunText(run.Screen);
        run.Screen.Progress("reading …");
        var planned = await new RequestedAccounts(composition, run.Context, run.Parsed.GetValue(_parallel)).HandleAsync(
            accounts,
            async (request, token) => RunDescriptions.Describe(await composition.Onboarding.PlanAsync(request, token)),
            (account, reason) => RunDescriptions.Describe(
                new PlannedRun(account.Id, account.Name) { Ended = new RunOutcome.Skipped(reason) }),
            text.Write,
            cancellationToken,
            cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var report = new PlanReport(planned);
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.PlanReport);
        else
            text.Summarize(report);
        return ExitCodeOf(report, !accounts.IsWalk);
    }

    /// <param name="report">The plan.</param>
    /// <param name="areNamed">Whether the operator named the accounts: a skip is then not what was wanted.</param>
    internal static int ExitCodeOf(PlanReport report, bool areNamed) => report switch
    {
        { Failed: > 0 } => ExitCode.Finding,
        { Skipped: > 0 } when areNamed => ExitCode.Finding,
        { WouldChange: > 0 } => ExitCode.WouldChange,
        _ => ExitCode.Done,
    };
}
