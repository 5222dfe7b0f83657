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
internal sealed class PauseCommand(bool pauses) : IToolCommand
{
    private const string Schedule = "Reconcile";

    public Command Syntax { get; } = pauses
        ? new Command("pause", "Stop changing accounts: messages wait for up to 14 days, and no reconcile starts.")
        {
            Confirmation.Yes,
        }
        : new Command("resume", "Undo pause: the messages that waited are processed now.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        if (pauses && !await Confirmation.AskAsync(
            run, "Stop processing? New accounts are not protected until ctlifecycle resume.", cancellationToken))
            return ExitCode.Finding;

        var functions = new FunctionsClient(stack.Connection);
        var mappings = await functions.ListMappingsAsync(stack.Outputs.LifecycleFunction, cancellationToken);
        if (mappings is [])
        {
            throw new ToolException(
                "The lifecycle function has no event source mapping, so nothing processes the work queue.",
                "Update the stack: CloudFormation creates the mapping again.");
        }

        foreach (var mapping in mappings.Where(mapping => mapping.IsEnabled == pauses))
            await functions.SetEnabledAsync(mapping, !pauses, cancellationToken);

        var rule = await new CloudFormationClient(stack.Connection).FindResourceAsync(stack.Name, Schedule, cancellationToken);
        await new RulesClient(stack.Connection).SetEnabledAsync(rule, !pauses, cancellationToken);
        if (run.IsJson)
            run.WriteJson(new PauseReport(pauses), ReportJson.Readable.PauseReport);
        run.Screen.Write(
            pauses
                ? "Paused: the work queue is not processed, and the schedule of the reconcile is off."
                : "Resumed: the work queue is processed, and the schedule of the reconcile is on.",
            pauses ? Tone.Warning : Tone.Good);
        return ExitCode.Done;
    }
}
