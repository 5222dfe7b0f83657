using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>Runs checks, a few at the same time and each with a time limit, and reports them in their order.</summary>
internal sealed class CheckRunner(TimeProvider time)
{
    /// <summary>Calls to AWS at the same time, besides those of the sample.</summary>
    private const int Parallel = 6;

    private const string RunAgain = "Check that this machine reaches AWS and the vendor, and run the command again.";

    /// <summary>For one check: the simulator and the vendor may take long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Receives how many checks have ended.</summary>
    public Action<int> OnProgress { get; init; } = static _ => { };

    /// <summary>Receives each result, in the order of the checks.</summary>
    public Action<ReportedCheck> OnResult { get; init; } = static _ => { };

    public async Task<IReadOnlyList<ReportedCheck>> RunAsync(
        IReadOnlyList<ICheck> checks, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(Parallel);
        var ended = 0;
        var running = checks.Select(async check =>
        {
            await slots.WaitAsync(cancellationToken);
            try
            {
                return Report(check, await RunAsync(check, cancellationToken));
            }
            finally
            {
                slots.Release();
                OnProgress(Interlocked.Increment(ref ended));
            }
        }).ToList();
        List<ReportedCheck> results = [];
        try
        {
            foreach (var check in running)
            {
                results.Add(await check);
                OnResult(results[^1]);
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return results;
    }

    private async Task<CheckResult> RunAsync(ICheck check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await check.RunAsync(either.Token);
        }
        catch (RemoteSystemException failed) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.NotChecked(failed.Message, failed.Advice ?? RunAgain);
        }
        catch (ToolException failed)
        {
            return CheckResult.NotChecked(failed.Message, failed.Advice);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.NotChecked($"there was no result within {Limit.TotalSeconds} seconds", RunAgain);
        }
    }

    private static ReportedCheck Report(ICheck check, CheckResult result) => new(
        check.Id,
        check.Name,
        result.State switch
        {
            CheckState.Ok => CheckWords.Ok,
            CheckState.Failed => CheckWords.Failed,
            _ => CheckWords.NotChecked,
        },
        OutsideText.CleanSentence(result.Found) ?? "",
        OutsideText.CleanSentence(result.WhatToDo));
}
