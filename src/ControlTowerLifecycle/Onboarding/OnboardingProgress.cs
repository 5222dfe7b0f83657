using ControlTowerLifecycle.Accounts;
using static ControlTowerLifecycle.Onboarding.OnboardingOutcome;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>How far a run on one account came, for the one who has to tell how it ended.</summary>
internal sealed class OnboardingProgress(AccountId account, IOnboardingLog log)
{
    public string? AccountName { get; set; }

    private string Step { get; set; } = OnboardingFailure.Observe;

    private List<OnboardingStep> Done { get; } = [];

    /// <summary>Does the steps one after the other; a failure leaves those before it done.</summary>
    /// <returns>The steps that were done.</returns>
    public async Task<IReadOnlyList<OnboardingStep>> ApplyAsync(
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
    public async Task<OnboardingOutcome> EndAsync(Task<OnboardingOutcome> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run;
        }
        catch (RemoteSystemException failed) when (failed.Remedy == Remedy.Retry)
        {
            return new Retry(OnboardingFailure.Of(Step, failed), Done);
        }
        catch (RemoteSystemException failed)
        {
            return new Rejected(OnboardingFailure.Of(Step, failed), Done);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Retry(OnboardingFailure.OutOfTime(Step), Done);
        }
    }
}
