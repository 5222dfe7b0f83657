using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// What CloudFormation asks of a custom resource (AWS CloudFormation user guide, "Custom resource request objects"). It
/// is no record, so that nothing prints the response URL, whose query is a signature.
/// </summary>
internal sealed class CustomResourceRequest
{
    public string? RequestType { get; init; }

    [JsonPropertyName("ResponseURL")]
    public string? ResponseUrl { get; init; }

    public string? StackId { get; init; }

    public string? RequestId { get; init; }

    public string? LogicalResourceId { get; init; }

    /// <summary>The request, or null where the payload is none.</summary>
    public static CustomResourceRequest? TryRead(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var request = JsonSerializer.Deserialize(payload.Span, CustomResourceJson.Default.CustomResourceRequest);
            return request is { RequestType: not null, ResponseUrl: not null } ? request : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The answer, at most 4,096 bytes.</summary>
internal sealed record CustomResourceResponse(
    string Status,
    string? Reason,
    string PhysicalResourceId,
    string? StackId,
    string? RequestId,
    string? LogicalResourceId,
    IReadOnlyDictionary<string, string> Data);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CustomResourceRequest))]
[JsonSerializable(typeof(CustomResourceResponse))]
internal sealed partial class CustomResourceJson : JsonSerializerContext;
