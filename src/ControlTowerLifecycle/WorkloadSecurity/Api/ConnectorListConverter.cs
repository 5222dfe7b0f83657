using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// Reads a list of connectors, up to a bound: a response of 16 MB can hold millions of empty objects, which need far more
/// memory than the function has.
/// </summary>
internal sealed class ConnectorListConverter : JsonConverter<IReadOnlyList<AwsConnectorDto?>?>
{
    /// <summary>Twice as many as the largest page that is requested.</summary>
    public const int MaximumItems = 10_000;

    public override IReadOnlyList<AwsConnectorDto?>? Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The list of connectors is not a list.");

        var list = new List<AwsConnectorDto?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (list.Count == MaximumItems)
                throw new JsonException($"The list has more than {MaximumItems} connectors.");

            list.Add(JsonSerializer.Deserialize(ref reader, ConnectorJson.Default.AwsConnectorDto));
        }

        return list;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<AwsConnectorDto?>? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Lists of connectors are only read.");
}
