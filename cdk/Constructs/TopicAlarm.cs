using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Constructs;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>An alarm that notifies a topic when it begins and when it ends. Its text names its section of the runbook.</summary>
internal static class TopicAlarm
{
    /// <summary>
    /// An alarm at a threshold or above. Missing values are healthy: an empty queue and an idle function report none.
    /// </summary>
    public static Alarm Create(
        Construct scope, string id, CloudWatchMetric metric, double threshold, string description, ITopic topic) =>
        Create(scope, id, topic, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });

    public static Alarm Create(Construct scope, string id, ITopic topic, AlarmProps props)
    {
        var alarm = new Alarm(scope, id, props);
        var resource = (CfnAlarm)alarm.Node.DefaultChild!;
        var section = Stack.Of(scope).GetLogicalId(resource).ToLowerInvariant();
        resource.AlarmDescription =
            $"Control Tower Lifecycle: {props.AlarmDescription} Runbook: docs/operations.md#{section}";
        alarm.AddAlarmAction(new SnsAction(topic));
        alarm.AddOkAction(new SnsAction(topic));
        return alarm;
    }

    /// <summary>The highest value of each minute.</summary>
    public static CloudWatchMetric MaximumPerMinute(Func<IMetricOptions, CloudWatchMetric> metric) =>
        metric(new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(1) });
}
