using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Leaves accounts to the functions: an ID as an operator's message, a unit or all as a deployment does.</summary>
internal static class QueuedAccounts
{
    public static async Task<int> RunAsync(
        CommandRun run, DeployedStack stack, SelectedAccounts accounts, CancellationToken cancellationToken)
    {
        var queue = new WorkQueue(stack.Connection, stack.Outputs.WorkQueue, run.Context.Time);
        var queued = accounts.IsWalk
            ? await WalkAsync(run, stack, queue, accounts.Unit, cancellationToken)
            : await SendAsync(queue, accounts, cancellationToken);
        if (run.IsJson)
            run.WriteJson(new QueuedReport(queued), ReportJson.Readable.QueuedReport);
        else
        {
            run.Screen.Write($"Queued: {queued}. The functions onboard them now.");
            run.Screen.Write($"→ {Tool.Name} status", Output.Tone.Strong, 2);
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static async Task<int> SendAsync(WorkQueue queue, SelectedAccounts accounts, CancellationToken cancellationToken)
    {
        foreach (var batch in accounts.Ids.Select(id => $$"""{"accountId":"{{id}}"}""").Chunk(queue.BatchSize))
            await queue.SendAsync(batch, cancellationToken);

        return accounts.Ids.Count;
    }

    private static async Task<int> WalkAsync(
        CommandRun run, DeployedStack stack, WorkQueue queue, string? unit, CancellationToken cancellationToken)
    {
        var read = 0;
        var walk = new WalkRunner(new StackComposition(stack, run.Context), run.Context.Time)
        {
            Queue = queue,
            OnJudged = (_, verdicts) => run.Screen.Progress($"{read += verdicts.Count} accounts read …"),
        };
        var result = await walk.RunAsync(
            new WalkRequest(WalkKind.Deploy, unit), cancellationToken, CancellationToken.None);
        return result.Summary.Queued;
    }
}
