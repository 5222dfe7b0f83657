using System.CommandLine;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>What an update of the stack does: every account in scope runs again, by the functions.</summary>
internal sealed class RefreshCommand : IToolCommand
{
    private readonly Option<string?> _unit = UnitOption.Create("Only the accounts of this unit, with the units below it.");
    private readonly Confirmation _confirmation = new();

    public RefreshCommand()
    {
        Syntax.Add(_unit);
        Syntax.Add(_confirmation.Yes);
    }

    public Command Syntax { get; } = new(
        "refresh",
        "Queue every account in scope, as an update of the stack does: the functions bring roles and registrations to the"
        + " settings. The same as onboard --all --queue. Asks first.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var accounts = new SelectedAccounts([], run.Parsed.GetValue(_unit));
        var stack = await run.ConnectAsync(cancellationToken);
        await _confirmation.RequireAsync(
            run, $"Queue {accounts} of the stack {stack.Name} in {stack.Connection.Region}?", cancellationToken);
        return await QueuedAccounts.RunAsync(run, stack, accounts, cancellationToken);
    }
}
