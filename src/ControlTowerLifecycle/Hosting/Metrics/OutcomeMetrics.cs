using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>Counts the outcomes of one invocation of the lifecycle function.</summary>
/// <param name="functionName">The name of the function.</param>
/// <param name="calls">The count of this process's calls to the vendor's API.</param>
/// <param name="log">Receives the metrics.</param>
internal sealed class OutcomeMetrics(string functionName, VendorCallCount calls, LifecycleLog log)
{
    private readonly Lock _lock = new();
    private readonly List<double> _durations = [];
    private int _retried;
    private int _rejected;

    /// <summary>Counts the outcome of one attempt for one account.</summary>
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

    /// <summary>Writes the counts since the last call. Metrics without a value are left out.</summary>
    public void Write() => log.WriteMetrics(functionName, TakeMeasurements());

    private IReadOnlyList<Measurement> TakeMeasurements()
    {
        lock (_lock)
        {
            IReadOnlyList<Measurement> measurements =
            [
                .. calls.TakeMeasurements(),
                .. CountIfAny(Metric.AccountsOnboarded, _durations.Count),
                .. CountIfAny(Metric.AttemptsRetried, _retried),
                .. CountIfAny(Metric.AttemptsRejected, _rejected),
                .. _durations is [] ? [] : (Measurement[])[new(Metric.OnboardingDuration, [.. _durations])],
            ];
            _durations.Clear();
            (_retried, _rejected) = (0, 0);
            return measurements;
        }
    }

    private static IEnumerable<Measurement> CountIfAny(Metric metric, int count) =>
        count == 0 ? [] : [new Measurement(metric, count)];
}
