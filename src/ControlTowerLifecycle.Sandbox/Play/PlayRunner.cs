using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Plays the acts one after another and judges the end.</summary>
internal sealed class PlayRunner(LifecycleDeployment deployment, IPlayOutput screen, TimeProvider time)
{
    public async Task<PlayResult> RunAsync(CancellationToken cancellationToken)
    {
        using var stage = new PlayContext(deployment, screen, time);
        var before = deployment.Server.Snapshot();
        var acts = new List<ActResult>();
        foreach (var act in Acts.All)
            acts.Add(await PlayAsync(act, stage, cancellationToken));

        var result = new PlayResult(
            stage.Judge.All(),
            acts,
            Touched(before),
            deployment.DeadLetters.Counts.Visible,
            Calls(),
            [Function("lifecycle", deployment.Lifecycle), Function("backfill", deployment.Backfill)]);
        screen.Finish(result);
        return result;
    }

    private async Task<ActResult> PlayAsync(Act act, PlayContext stage, CancellationToken cancellationToken)
    {
        screen.Begin(act.Name, act.WhatHappens);
        var start = time.GetTimestamp();
        var told = stage.Outcomes.Count;
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(watching.Token);
        var faults = await act.PlayAsync(stage, cancellationToken);
        await watching.CancelAsync();
        await watch;
        var accounts = stage.Outcomes.Skip(told).Select(outcome => outcome.AccountId).Distinct(StringComparer.Ordinal).Count();
        var result = new ActResult(act.Name, time.GetElapsedTime(start).TotalSeconds, accounts, faults);
        screen.End(result);
        return result;
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var queue = deployment.WorkQueue.Counts;
            screen.Progress($"{queue.Visible} queued, {queue.InFlight} in hand or waiting for another try");
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// All that changed, save the connector role and the connector of the accounts that were to get them.
    /// </summary>
    private IReadOnlyList<string> Touched(SandboxSnapshot before)
    {
        var eligible = deployment.Organization.Accounts
            .Where(account => account is { State: SandboxAccountState.Active, Governed: true })
            .Select(account => account.Id)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. deployment.Server.Snapshot().ChangesSince(before, Made()).Where(change =>
                !eligible.Any(id => change[2..].StartsWith($"account {id}: connector ", StringComparison.Ordinal)
                    || change[2..].StartsWith(
                        $"account {id}: role arn:aws:iam::{id}:role/{DefaultOrganization.PredecessorRole} ", StringComparison.Ordinal))),
        ];
    }

    private IEnumerable<string> Made() =>
        deployment.Organization.Accounts.Where(PlayContext.IsMade).Select(account => account.Id);

    private SortedDictionary<string, int> Calls()
    {
        var calls = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (operation, count) in deployment.Server.AwsCalls.CountByOperation())
            calls[operation] = count;
        foreach (var (operation, count) in deployment.Server.Vendor.Calls.CountByOperation())
            calls[operation] = count;
        return calls;
    }

    private static FunctionResult Function(string name, Lambda.LambdaFunction function) => new(
        name, function.Counts.Invocations, function.Counts.Environments, function.Counts.Crashes, function.PeakResidentBytes);
}
