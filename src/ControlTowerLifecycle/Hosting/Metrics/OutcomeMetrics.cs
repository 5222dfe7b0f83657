using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>What one invocation of the lifecycle function did, for the line of metrics at its end.</summary>
/// <param name="functionName">The function.</param>
/// <param name="calls">The process's calls of the vendor's API.</param>
/// <param name="log">Where metrics are written.</param>
internal sealed class OutcomeMetrics(string functionName, VendorCallCount calls, LifecycleLog log)
{
    private readonly Lock _lock = new();
    private readonly List<double> _durations = [];
    private int _retried;
    private int _rejected;

    /// <summary>Counts the end of one attempt at one account.</summary>
    public void Add(RunOutcome outcome, TimeSpan duration)
    {
        lock (_lock)
        {
            switch (outcome)
            {
                case RunOutcome.Onboarded:
                    _durations.Add(duration.TotalMilliseconds);
                    break;
                case RunOutcome.Retry:
                    _retried++;
                    break;
                case RunOutcome.Rejected:
                    _rejected++;
                    break;
            }
        }
    }

    /// <summary>
    /// Writes what was counted since the last time; metrics of which there is nothing to tell are left out.
    /// </summary>
    public void Tell() => log.Measured(functionName, Take());

    private IReadOnlyList<Measurement> Take()
    {
        lock (_lock)
        {
            IReadOnlyList<Measurement> taken =
            [
                .. calls.Take(),
                .. Some(Metric.AccountsOnboarded, _durations.Count),
                .. Some(Metric.AttemptsRetried, _retried),
                .. Some(Metric.AttemptsRejected, _rejected),
                .. _durations is [] ? [] : (Measurement[])[new(Metric.OnboardingDuration, [.. _durations])],
            ];
            _durations.Clear();
            (_retried, _rejected) = (0, 0);
            return taken;
        }
    }

    private static IEnumerable<Measurement> Some(Metric metric, int count) =>
        count == 0 ? [] : [new Measurement(metric, count)];
}
