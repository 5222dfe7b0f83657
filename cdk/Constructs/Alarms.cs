using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>What wakes somebody. Each says in its description what it means and what to do.</summary>
internal sealed class Alarms : Construct
{
    private readonly ITopic _topic;

    public Alarms(Construct scope, string id, WatchedProps props, ITopic topic)
        : base(scope, id)
    {
        _topic = topic;
        All =
        [
            When("DeadLetters", Statistic(props.Work.DeadLetters.MetricApproximateNumberOfMessagesVisible), 1,
                "Something came to nothing. Look at the dead letters, mend the cause, and redrive them to the work queue."),
            When("OldestMessage", Statistic(props.Work.Queue.MetricApproximateAgeOfOldestMessage), 3600,
                "An account has waited for an hour: it is retried again and again, or the queue is not worked off. The "
                + "lifecycle function's log says why."),
            When("LifecycleErrors", Sum(props.Lifecycle.Function.MetricErrors), 1,
                "The lifecycle function ended in an error or ran out of time. Its log says why."),
            When("BackfillErrors", Sum(props.Backfill.Function.MetricErrors), 1,
                "The backfill function ended in an error, so accounts may not be queued. Its log says why; the schedule "
                + "tries again."),
        ];
    }

    public Alarm[] All { get; }

    private static Metric Statistic(Func<IMetricOptions, Metric> metric) =>
        metric(new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(1) });

    private static Metric Sum(Func<IMetricOptions, Metric> metric) =>
        metric(new MetricOptions { Statistic = "Sum", Period = Duration.Minutes(5) });

    private Alarm When(string id, Metric metric, double reaches, string description)
    {
        var alarm = new Alarm(this, id, new AlarmProps
        {
            AlarmDescription = $"Control Tower Lifecycle: {description}",
            Metric = metric,
            Threshold = reaches,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            // A queue without messages and a function without invocations report nothing, and that is well.
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(new SnsAction(_topic));
        alarm.AddOkAction(new SnsAction(_topic));
        return alarm;
    }
}
