using System.CommandLine;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Runs;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Removes what this program made for an account that left, also if ACCOUNT_LEFT is keep.</summary>
internal sealed class OffboardCommand : IToolCommand
{
    private readonly Argument<AccountId> _id = AccountArgument.Create();
    private readonly Confirmation _confirmation = new();

    public OffboardCommand()
    {
        Syntax.Add(_id);
        Syntax.Add(_confirmation.Yes);
    }

    public Command Syntax { get; } = new(
        "offboard",
        "Remove the connector and the role that this program made for an account that left. An account that Control Tower"
        + " governs is refused. Asks first. Exit code 1 if the account failed or is kept.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Parsed.GetValue(_id)!;
        var stack = await run.ConnectAsync(cancellationToken);
        await _confirmation.RequireAsync(
            run, $"Remove the protection of account {id} of the stack {stack.Name} in {stack.Connection.Region}?", cancellationToken);
        using var end = new GracefulEnd(run.Context.Time, cancellationToken);
        var report = await new StackComposition(stack, run.Context).CreateOffboarding().RunAsync(id, end.Token);
        var finished = RunDescriptions.Describe(report);
        new RunText(run.Screen).Write(finished);
        return FinishedRuns.End(
            run, new RunsReport([finished]) { Interrupted = cancellationToken.IsCancellationRequested }, areNamed: true);
    }
}
