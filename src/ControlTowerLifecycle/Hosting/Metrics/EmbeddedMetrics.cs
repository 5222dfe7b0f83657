using System.Text.Json;

namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>
/// Measurements as members of a log line. CloudWatch extracts metrics from it (CloudWatch user guide, "Embedded metric
/// format specification"). This needs no API call and no permission, and the line can be searched like other lines.
/// </summary>
internal static class EmbeddedMetrics
{
    /// <summary>The specification's limit for one metric of one line. Further values are left out.</summary>
    private const int MaximumValues = 100;

    /// <param name="line">An object under construction.</param>
    /// <param name="measurements">The measurements, each metric once.</param>
    /// <param name="dimensions">Names and values. CloudWatch creates one metric for each combination.</param>
    /// <param name="at">The time of the measurements.</param>
    public static void Write(
        Utf8JsonWriter line,
        IReadOnlyList<Measurement> measurements,
        IReadOnlyList<KeyValuePair<string, string>> dimensions,
        DateTimeOffset at)
    {
        line.WriteStartObject("_aws");
        line.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
        line.WriteStartArray("CloudWatchMetrics");
        WriteDirective(line, measurements, dimensions);
        line.WriteEndArray();
        line.WriteEndObject();
        foreach (var (name, value) in dimensions)
            line.WriteString(name, value);
        foreach (var measurement in measurements)
            WriteValues(line, measurement);
    }

    private static void WriteDirective(
        Utf8JsonWriter line,
        IReadOnlyList<Measurement> measurements,
        IReadOnlyList<KeyValuePair<string, string>> dimensions)
    {
        line.WriteStartObject();
        line.WriteString("Namespace", Metric.Namespace);
        line.WriteStartArray("Dimensions");
        line.WriteStartArray();
        foreach (var (name, _) in dimensions)
            line.WriteStringValue(name);
        line.WriteEndArray();
        line.WriteEndArray();
        line.WriteStartArray("Metrics");
        foreach (var (metric, _) in measurements)
        {
            line.WriteStartObject();
            line.WriteString("Name", metric.Name);
            line.WriteString("Unit", metric.Unit);
            line.WriteEndObject();
        }

        line.WriteEndArray();
        line.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter line, Measurement measurement)
    {
        if (measurement.Values is [var single])
        {
            line.WriteNumber(measurement.Metric.Name, single);
            return;
        }

        line.WriteStartArray(measurement.Metric.Name);
        foreach (var value in measurement.Values.Take(MaximumValues))
            line.WriteNumberValue(value);
        line.WriteEndArray();
    }
}
