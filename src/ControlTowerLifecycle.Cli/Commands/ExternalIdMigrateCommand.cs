using System.CommandLine;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>
/// <c>external-id migrate</c>: starts a reconcile. It finds every role that trusts another external ID, queues its account, and
/// each role trusts both IDs until its connector uses the new one.
/// </summary>
internal sealed class ExternalIdMigrateCommand : IToolCommand
{
    private readonly Confirmation _confirmation = new();

    public ExternalIdMigrateCommand() => Syntax = new Command(
        "migrate", "After the external ID changed at the vendor: start a reconcile, which moves every role to it.")
    {
        _confirmation.Yes,
    };

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        await _confirmation.RequireAsync(run, "Start a reconcile of all accounts?", cancellationToken);
        await new LambdaClient(stack.Connection).InvokeEventAsync(
            stack.Outputs.BackfillFunction, WalkPayload.WriteReconcile(unit: null, confirmed: null), cancellationToken);
        if (run.IsJson)
            run.WriteJson(new StartedReport("reconcile"), ReportJson.Readable.StartedReport);
        run.Screen.Write("The reconcile is started. Follow it with: ctlifecycle status", Tone.Good);
        return ExitCode.Done;
    }
}
