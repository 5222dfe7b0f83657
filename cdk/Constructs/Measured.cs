using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;
using Metric = ControlTowerLifecycle.Hosting.Metrics.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>The functions' own metrics, which they write into their log.</summary>
internal static class Measured
{
    public static CloudWatchMetric By(
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
