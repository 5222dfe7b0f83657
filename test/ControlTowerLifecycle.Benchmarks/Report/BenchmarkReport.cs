using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Benchmarks.Report;

/// <summary>One run of the benchmarks.</summary>
/// <param name="Date">The day of the run in UTC.</param>
/// <param name="Machine">Processor, cores, memory and system.</param>
/// <param name="Sections">The parts, in the order of measurement.</param>
internal sealed record BenchmarkReport(string Date, string Machine, IReadOnlyList<Section> Sections)
{
    /// <summary>All measurements by their id.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, MeasuredValue> Measurements =>
        Sections.SelectMany(section => section.Rows).ToDictionary(row => row.Id, StringComparer.Ordinal);

    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.BenchmarkReport);

    public static BenchmarkReport Parse(string json) => JsonSerializer.Deserialize(json, BenchmarkJson.Default.BenchmarkReport)!;
}

/// <summary>One part of a run.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Note">How it was measured.</param>
/// <param name="Rows">The values.</param>
internal sealed record Section(string Title, string Note, IReadOnlyList<MeasuredValue> Rows);

/// <summary>One value, side by side for each package.</summary>
/// <param name="Id">A stable name, which ratios and the cost page use.</param>
/// <param name="Text">What was measured.</param>
/// <param name="Unit">The unit, for example ms; empty for a count.</param>
/// <param name="Values">The value by package, or by what else is compared.</param>
internal sealed record MeasuredValue(string Id, string Text, string Unit, SortedDictionary<string, double> Values)
{
    /// <summary>The goal for the native package; null if there is none.</summary>
    public Goal? Goal { get; init; }
}

/// <param name="Limit">The bound, in the unit of the measurement.</param>
/// <param name="IsMinimum">True if larger values are better.</param>
internal sealed record Goal(double Limit, bool IsMinimum = false)
{
    public bool IsMet(double value) => IsMinimum ? value >= Limit : value <= Limit;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NewLine = "\n")]
[JsonSerializable(typeof(BenchmarkReport))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
