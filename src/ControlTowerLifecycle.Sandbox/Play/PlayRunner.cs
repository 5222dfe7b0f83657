using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Runs the acts in order and judges the result.</summary>
internal sealed class PlayRunner(LifecycleDeployment deployment, IPlayOutput output, TimeProvider time)
{
    public async Task<PlayResult> RunAsync(CancellationToken cancellationToken)
    {
        using var play = new PlayContext(deployment, output, time);
        var before = deployment.Server.Snapshot();
        var acts = new List<ActResult>();
        foreach (var act in Acts.All)
            acts.Add(await RunAsync(act, play, cancellationToken));

        var result = new PlayResult(
            play.Judge.All(),
            acts,
            UnexpectedChanges(before),
            deployment.DeadLetters.Counts.Visible,
            CountCalls(),
            [Count("lifecycle", deployment.Lifecycle), Count("backfill", deployment.Backfill)]);
        output.Finish(result);
        return result;
    }

    private async Task<ActResult> RunAsync(Act act, PlayContext play, CancellationToken cancellationToken)
    {
        output.Begin(act);
        var start = time.GetTimestamp();
        var earlier = play.Outcomes.Count;
        var faults = await RunWithProgressAsync(act, play, cancellationToken);
        var outcomes = play.Outcomes
            .Skip(earlier)
            .Select(outcome => (outcome.AccountId, Word: act.WordFor(outcome.Outcome)))
            .Distinct()
            .ToList();
        var result = new ActResult(
            act.Name,
            time.GetElapsedTime(start).TotalSeconds,
            outcomes.Select(outcome => outcome.AccountId).Distinct(StringComparer.Ordinal).Count(),
            [.. outcomes.CountBy(outcome => outcome.Word, StringComparer.Ordinal)],
            faults);
        output.End(result);
        return result;
    }

    private async Task<IReadOnlyList<string>> RunWithProgressAsync(
        Act act, PlayContext play, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = ShowProgressAsync(stop.Token);
        try
        {
            return await act.RunAsync(play, cancellationToken);
        }
        finally
        {
            // Otherwise a progress line could follow the last line of an interrupted play.
            await stop.CancelAsync();
            await progress;
        }
    }

    private async Task ShowProgressAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var queue = deployment.WorkQueue.Counts;
            output.Progress($"{queue.Visible} messages waiting, {queue.InFlight} in progress or waiting for a retry");
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>All changes except what the chosen protections have in eligible accounts.</summary>
    private IReadOnlyList<string> UnexpectedChanges(SandboxSnapshot before)
    {
        var eligible = deployment.Organization.Accounts
            .Where(account => account is { State: SandboxAccountState.Active, Governed: true })
            .Select(account => account.Id)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. deployment.Server.Snapshot().ChangesSince(before, VendedAccounts())
                .Where(change => !eligible.Any(id => ExpectedChanges.Cover(deployment.Protections, id, change[2..]))),
        ];
    }

    private IEnumerable<string> VendedAccounts() =>
        deployment.Organization.Accounts.Where(PlayContext.IsVended).Select(account => account.Id);

    private SortedDictionary<string, int> CountCalls()
    {
        var calls = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (operation, count) in deployment.Server.AwsCalls.CountByOperation())
            calls[operation] = count;
        foreach (var (operation, count) in deployment.Server.Vendor.Calls.CountByOperation())
            calls[operation] = count;
        foreach (var (operation, count) in deployment.Server.CloudAccounts.Calls.CountByOperation())
            calls[operation] = count;
        return calls;
    }

    private static FunctionResult Count(string name, LambdaFunction function)
    {
        var counts = function.Counts;
        return new FunctionResult(
            name, counts.Invocations, counts.Environments, counts.Crashes, function.PeakResidentBytes);
    }
}
