using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>How far a run on one account came, for the one who has to tell how it ended.</summary>
internal sealed class RunProgress(AccountId account, IRunLog log)
{
    public string? AccountName { get; set; }

    private string Step { get; set; } = RunFailure.Observe;

    private List<Step> Done { get; } = [];

    /// <summary>Does the steps one after the other; a failure leaves those before it done.</summary>
    /// <returns>The steps that were done.</returns>
    public async Task<IReadOnlyList<Step>> ApplyAsync(
        IEnumerable<PlannedStep> planned, CancellationToken cancellationToken)
    {
        foreach (var (by, step) in planned)
        {
            Step = step.Verb;
            await by.ApplyAsync(step, cancellationToken);
            Done.Add(step);
            log.StepApplied(account, AccountName, step);
        }

        return Done;
    }

    /// <summary>The outcome of a run, whether it comes to its end or not; only defects are thrown.</summary>
    public async Task<RunOutcome> EndAsync(Task<RunOutcome> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run;
        }
        catch (RemoteSystemException failed) when (failed.Kind == FailureKind.Retryable)
        {
            return new Retry(RunFailure.Of(Step, failed), Done);
        }
        catch (RemoteSystemException failed)
        {
            return new Rejected(RunFailure.Of(Step, failed), Done);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Retry(RunFailure.OutOfTime(Step), Done);
        }
    }
}
