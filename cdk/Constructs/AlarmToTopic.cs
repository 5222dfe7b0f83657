using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Constructs;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>An alarm that tells a topic when it begins and when it ends.</summary>
internal static class AlarmToTopic
{
    /// <summary>A queue without messages and a function without invocations report nothing, and that is well.</summary>
    public static Alarm When(
        Construct scope, string id, CloudWatchMetric metric, double reaches, string description, ITopic topic) =>
        On(scope, id, topic, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = reaches,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });

    public static Alarm On(Construct scope, string id, ITopic topic, AlarmProps props)
    {
        props.AlarmDescription = $"Control Tower Lifecycle: {props.AlarmDescription}";
        var alarm = new Alarm(scope, id, props);
        alarm.AddAlarmAction(new SnsAction(topic));
        alarm.AddOkAction(new SnsAction(topic));
        return alarm;
    }

    /// <summary>The highest value of a minute: what a queue holds.</summary>
    public static CloudWatchMetric Most(Func<IMetricOptions, CloudWatchMetric> metric) =>
        metric(new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(1) });
}
