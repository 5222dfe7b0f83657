using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Applies one plan. Protections do not depend on each other, so their steps are applied at the same time; the steps of
/// one protection in their order, and those of one group together. A failure leaves the steps before it applied, and the
/// other protections continue.
/// </summary>
internal sealed class PlanRun(
    AccountId account, string? accountName, Func<string, IStepApplier> findApplier, IRunLog log)
{
    private readonly Lock _lock = new();
    private readonly List<Step> _applied = [];

    public async Task<AppliedSteps> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var lanes = plan.Steps.GroupBy(step => step.Protection, StringComparer.Ordinal)
            .Select(lane => RunLaneAsync(findApplier(lane.Key), [.. lane], cancellationToken));
        var ends = await Task.WhenAll(lanes);
        var failures = ends.Select(end => end.Failure).OfType<RunFailure>().ToList();

        // What needs the operator is reported first: the next attempt makes up for what is retryable.
        return new AppliedSteps(
            _applied, failures.Find(failure => failure.Kind == FailureKind.NeedsOperator) ?? failures.FirstOrDefault())
        {
            IsStale = failures is [] && ends.Any(end => end.IsStale),
        };
    }

    private async Task<End> RunLaneAsync(IStepApplier applier, IReadOnlyList<Step> steps, CancellationToken cancellationToken)
    {
        for (var next = 0; next < steps.Count;)
        {
            var group = steps.Skip(next).TakeWhile((step, index) =>
                index == 0 || (step.Group is { } name && name == steps[next].Group)).ToList();
            var ends = await Task.WhenAll(group.Select(step => ApplyAsync(applier, step, cancellationToken)));
            if (ends.FirstOrDefault(end => end.Failure is not null) is { Failure: not null } failed)
                return failed;

            if (ends.FirstOrDefault(end => end.IsStale) is { IsStale: true } stale)
                return stale;

            next += group.Count;
        }

        return new End(null, IsStale: false);
    }

    private async Task<End> ApplyAsync(IStepApplier applier, Step step, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var done in await applier.ApplyAsync(step, cancellationToken))
                Add(done);

            return new End(null, IsStale: false);
        }
        catch (StaleStateException)
        {
            return new End(null, IsStale: true);
        }
        catch (RemoteSystemException failure)
        {
            return new End(RunFailure.Of(step.Verb, failure), IsStale: false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new End(RunFailure.OutOfTime(step.Verb), IsStale: false);
        }
    }

    private void Add(Step done)
    {
        lock (_lock)
        {
            _applied.Add(done);
            log.StepApplied(account, accountName, done);
        }
    }

    private sealed record End(RunFailure? Failure, bool IsStale);
}
