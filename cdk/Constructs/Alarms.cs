using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.SNS;
using Constructs;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;
using Metric = ControlTowerLifecycle.Hosting.Metrics.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>The alarms of the main stack. Each description states what it means and what to do.</summary>
internal sealed class Alarms : Construct
{
    private readonly ITopic _topic;

    public Alarms(Construct scope, string id, MonitoringProps props)
        : base(scope, id)
    {
        _topic = props.Topic;
        All =
        [
            AtThreshold("DeadLetters",
                TopicAlarm.MaximumPerMinute(props.Work.DeadLetters.MetricApproximateNumberOfMessagesVisible), 1,
                "A message failed permanently. Read the dead letters, fix the cause, and redrive them to the work "
                + "queue."),
            AtThreshold("OldestMessage",
                TopicAlarm.MaximumPerMinute(props.Work.Queue.MetricApproximateAgeOfOldestMessage), 3600,
                "A message has waited for an hour after at most three receives: the queue is not processed, or not "
                + "fast enough. Messages that are retried more often do not count here; they end as dead letters."),
            AtThreshold("LifecycleErrors", Sum(props.Lifecycle.Function.MetricErrors), 1,
                "The lifecycle function failed or timed out. Its log states the cause."),
            AtThreshold("BackfillErrors", Sum(props.Backfill.Function.MetricErrors), 1,
                "The backfill function failed, so accounts may be missing from the queue. Its log states the cause; "
                + "the schedule starts it again."),
            OnLastValue("Unprotected", Metric.AccountsUnprotected, props.Backfill, 1,
                ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                "The last reconcile found governed accounts without protection: events were lost, or roles or "
                + "connectors were changed by hand. These accounts are queued. The line 'reconciled' in the backfill "
                + "function's log has the numbers, the lifecycle function's log has the accounts. The alarm ends with "
                + "the next reconcile that finds none."),
            OnLastValue("GovernanceUnknown", Metric.GovernanceUnknown, props.Backfill, 1,
                ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                "The last walk could not read from Control Tower which accounts it governs. An account that cannot be "
                + "entered is then skipped instead of reported. The line 'reconciled' in the backfill function's log has "
                + "the reason. The alarm ends with the next walk that can read it."),
            OnLastValue("ApiKeyExpiring", Metric.ApiKeyDaysLeft, props.Backfill, ApiKeyExpiry.WarningDays,
                ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
                "An API key expires within two weeks. After that no account is onboarded. Put a new key into its "
                + "secret; the functions read it without a deployment."),
            OnLastValue("ConnectionsOutdated", Metric.ConnectionsOutdated, props.Backfill, 1,
                ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                "Cloud Accounts lacks permissions in accounts that this stack connected. The line 'connection not "
                + "managed' in the backfill function's log names accounts and permissions. The alarm ends with the next "
                + "reconcile that finds none."),
        ];
    }

    public Alarm[] All { get; }

    private static CloudWatchMetric Sum(Func<IMetricOptions, CloudWatchMetric> metric) =>
        metric(new MetricOptions { Statistic = "Sum", Period = Duration.Minutes(5) });

    private Alarm AtThreshold(string id, CloudWatchMetric metric, double threshold, string description) =>
        TopicAlarm.Create(this, id, metric, threshold, description, _topic);

    // A reconcile writes its metrics once. Until the next one runs, the last value stays valid.
    private Alarm OnLastValue(
        string id, Metric metric, PackagedFunction function, double threshold, ComparisonOperator comparison,
        string description) =>
        TopicAlarm.Create(this, id, _topic, new AlarmProps
        {
            AlarmDescription = description,
            Metric = FunctionMetric.Create(function, metric, "Maximum"),
            Threshold = threshold,
            ComparisonOperator = comparison,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.IGNORE,
        });
}
