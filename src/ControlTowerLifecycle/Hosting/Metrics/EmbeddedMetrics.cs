using System.Text.Json;

namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>
/// Measurements as members of a log line, from which CloudWatch makes metrics (CloudWatch user guide, "Embedded metric
/// format specification"). No call is made and no permission needed; the line can be searched like any other.
/// </summary>
internal static class EmbeddedMetrics
{
    /// <summary>The specification's limit on one metric of one line; what is over it stays out.</summary>
    private const int MostValues = 100;

    /// <param name="line">An object under construction.</param>
    /// <param name="measured">What was measured, each metric once.</param>
    /// <param name="dimensions">Names and values; CloudWatch keeps a metric of its own for each combination.</param>
    /// <param name="at">When.</param>
    public static void Write(
        Utf8JsonWriter line,
        IReadOnlyList<Measurement> measured,
        IReadOnlyList<KeyValuePair<string, string>> dimensions,
        DateTimeOffset at)
    {
        line.WriteStartObject("_aws");
        line.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
        line.WriteStartArray("CloudWatchMetrics");
        WriteDirective(line, measured, dimensions);
        line.WriteEndArray();
        line.WriteEndObject();
        foreach (var (name, value) in dimensions)
            line.WriteString(name, value);
        foreach (var one in measured)
            WriteValues(line, one);
    }

    private static void WriteDirective(
        Utf8JsonWriter line, IReadOnlyList<Measurement> measured, IReadOnlyList<KeyValuePair<string, string>> dimensions)
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
        foreach (var (metric, _) in measured)
        {
            line.WriteStartObject();
            line.WriteString("Name", metric.Name);
            line.WriteString("Unit", metric.Unit);
            line.WriteEndObject();
        }

        line.WriteEndArray();
        line.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter line, Measurement one)
    {
        if (one.Values is [var single])
        {
            line.WriteNumber(one.Metric.Name, single);
            return;
        }

        line.WriteStartArray(one.Metric.Name);
        foreach (var value in one.Values.Take(MostValues))
            line.WriteNumberValue(value);
        line.WriteEndArray();
    }
}
