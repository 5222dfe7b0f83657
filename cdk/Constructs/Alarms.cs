using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.SNS;
using Constructs;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;
using Metric = ControlTowerLifecycle.Hosting.Metrics.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>What wakes somebody. Each says in its description what it means and what to do.</summary>
internal sealed class Alarms : Construct
{
    /// <summary>A change of a secret takes some organizations a sprint.</summary>
    private const double DaysToReplaceAKey = 14;

    private readonly ITopic _topic;

    public Alarms(Construct scope, string id, WatchedProps props, ITopic topic)
        : base(scope, id)
    {
        _topic = topic;
        All =
        [
            When("DeadLetters", AlarmToTopic.Most(props.Work.DeadLetters.MetricApproximateNumberOfMessagesVisible), 1,
                "Something came to nothing. Look at the dead letters, mend the cause, and redrive them to the work queue."),
            When("OldestMessage", AlarmToTopic.Most(props.Work.Queue.MetricApproximateAgeOfOldestMessage), 3600,
                "A message has waited for an hour although it was hardly tried: the queue is not worked off, or not fast "
                + "enough. What is retried again and again does not count here; it ends as a dead letter."),
            When("LifecycleErrors", Sum(props.Lifecycle.Function.MetricErrors), 1,
                "The lifecycle function ended in an error or ran out of time. Its log says why."),
            When("BackfillErrors", Sum(props.Backfill.Function.MetricErrors), 1,
                "The backfill function ended in an error, so accounts may not be queued. Its log says why; the schedule "
                + "tries again."),
            LastSaid("Unprotected", Metric.AccountsUnprotected, props.Backfill, 1,
                ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                "The last reconcile found governed accounts that were not protected, so events were lost or somebody "
                + "changed roles or connectors by hand. They are queued; the line 'reconciled' of the backfill "
                + "function's log has the numbers, the lifecycle function's log the accounts. The next reconcile "
                + "that finds none ends this alarm."),
            LastSaid("ApiKeyExpiring", Metric.ApiKeyDaysLeft, props.Backfill, DaysToReplaceAKey,
                ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
                "The API key ends within two weeks, and no account is brought under protection after that. Put a new "
                + "key into the secret; the functions read it by themselves."),
        ];
    }

    public Alarm[] All { get; }

    private static CloudWatchMetric Sum(Func<IMetricOptions, CloudWatchMetric> metric) =>
        metric(new MetricOptions { Statistic = "Sum", Period = Duration.Minutes(5) });

    private Alarm When(string id, CloudWatchMetric metric, double reaches, string description) =>
        AlarmToTopic.When(this, id, metric, reaches, description, _topic);

    // A reconcile measures once, on its schedule: until the next one says otherwise, what it said holds.
    private Alarm LastSaid(
        string id, Metric metric, PackagedFunction by, double threshold, ComparisonOperator comparison, string description) =>
        AlarmToTopic.On(this, id, _topic, new AlarmProps
        {
            AlarmDescription = description,
            Metric = Measured.By(by, metric, "Maximum"),
            Threshold = threshold,
            ComparisonOperator = comparison,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.IGNORE,
        });
}
