using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;
using Metric = ControlTowerLifecycle.Hosting.Metrics.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>A metric that a function writes into its log, in CloudWatch's embedded metric format.</summary>
internal static class FunctionMetric
{
    public static CloudWatchMetric Create(
        PackagedFunction function, Metric metric, string statistic, string? label = null, Duration? period = null) =>
        new(new MetricProps
        {
            Namespace = Metric.Namespace,
            MetricName = metric.Name,
            DimensionsMap = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Metric.FunctionName] = function.Function.FunctionName,
            },
            Statistic = statistic,
            Label = label,
            Period = period ?? Duration.Minutes(5),
        });
}
