using System.CommandLine;
using ControlTowerLifecycle.Cli.Aws.CloudFormation;
using ControlTowerLifecycle.Cli.Aws.EventBridge;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>
/// <c>pause</c> and <c>resume</c>: the event source mapping of the work queue and the schedule of the reconcile. While they
/// are disabled, no account is changed, and messages wait for up to 14 days.
/// </summary>
internal sealed class PauseCommand : IToolCommand
{
    private const string Schedule = "Reconcile";

    private readonly Confirmation _confirmation = new();
    private readonly bool _pauses;

    public PauseCommand(bool pauses)
    {
        _pauses = pauses;
        Syntax = pauses
            ? new Command("pause", "Stop changing accounts: messages wait for up to 14 days, and no scheduled reconcile starts.")
            {
                _confirmation.Yes,
            }
            : new Command("resume", "Undo pause: the messages that waited are processed now.");
    }

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        if (_pauses)
        {
            await _confirmation.RequireAsync(
                run, "New accounts are not protected until ctlifecycle resume. Stop processing?", cancellationToken);
        }

        var functions = new FunctionsClient(stack.Connection);
        var mappings = await functions.ListMappingsAsync(stack.Outputs.LifecycleFunction, cancellationToken);
        if (mappings is [])
        {
            throw new ToolException(
                "The lifecycle function has no event source mapping, so nothing processes the work queue.",
                "Update the stack: CloudFormation creates the mapping again.");
        }

        var rule = await new CloudFormationClient(stack.Connection).FindResourceAsync(stack.Name, Schedule, cancellationToken);

        // From here on both are switched, even if the operator interrupts.
        await new RulesClient(stack.Connection).SetEnabledAsync(rule, !_pauses, CancellationToken.None);
        foreach (var mapping in mappings.Where(mapping => _pauses ? !mapping.IsDisabled : !mapping.IsEnabled))
            await functions.SetEnabledAsync(mapping, !_pauses, CancellationToken.None);
        if (run.IsJson)
            run.WriteJson(new PauseReport(_pauses), ReportJson.Readable.PauseReport);
        run.Screen.Write(
            _pauses
                ? "Paused: the work queue is not processed, and the schedule of the reconcile is off."
                : "Resumed: the work queue is processed, and the schedule of the reconcile is on.",
            _pauses ? Tone.Warning : Tone.Good);
        return ExitCode.Done;
    }
}
