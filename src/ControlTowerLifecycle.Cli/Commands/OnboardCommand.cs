using System.CommandLine;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Runs;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Brings accounts under protection: in this process, or by the functions with <c>--queue</c>.</summary>
internal sealed class OnboardCommand : IToolCommand
{
    private readonly AccountSelection _selection = new();
    private readonly Confirmation _confirmation = new();
    private readonly Option<int> _parallel = NumberOption.Parallel();

    private readonly Option<bool> _queue = new("--queue")
    {
        Description = "Queue the accounts: the functions onboard them, repeat failures, and notify.",
    };

    public OnboardCommand()
    {
        Syntax.Add(_queue);
        Syntax.Add(_parallel);
        Syntax.Add(_confirmation.Yes);
        _selection.AddTo(Syntax);
    }

    public Command Syntax { get; } = new(
        "onboard",
        "Apply the steps that plan prints. Asks first. After Ctrl+C no further account is begun. Exit code 1 if an account"
        + " failed, or if an account that you named was skipped.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var accounts = _selection.Read(run.Parsed);
        var isQueued = run.Parsed.GetValue(_queue);
        var stack = await run.ConnectAsync(cancellationToken);
        var place = $"of the stack {stack.Name} in {stack.Connection.Region}";
        await _confirmation.RequireAsync(
            run, $"{(isQueued ? "Queue" : "Onboard")} {accounts} {place}?", cancellationToken);
        return isQueued
            ? await QueuedAccounts.RunAsync(run, stack, accounts, cancellationToken)
            : await OnboardAsync(run, stack, accounts, cancellationToken);
    }

    private async Task<int> OnboardAsync(
        CommandRun run, DeployedStack stack, SelectedAccounts accounts, CancellationToken cancellationToken)
    {
        var composition = new StackComposition(stack, run.Context);
        var text = new RunText(run.Screen);
        using var end = new GracefulEnd(run.Context.Time, cancellationToken);
        var finished = await new RequestedAccounts(composition, run.Context, run.Parsed.GetValue(_parallel)).HandleAsync(
            accounts,
            async (request, token) => RunDescriptions.Describe(await composition.Onboarding.RunAsync(request, token)),
            (account, reason) => RunDescriptions.Describe(
                new RunReport(account.Id, new RunOutcome.Skipped(reason)) { AccountName = account.Name }),
            text.Write,
            cancellationToken,
            end.Token);

        return FinishedRuns.End(
            run, new RunsReport(finished) { Interrupted = cancellationToken.IsCancellationRequested }, !accounts.IsWalk);
    }
}
