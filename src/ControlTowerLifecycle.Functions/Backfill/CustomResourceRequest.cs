using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// The request of CloudFormation to a custom resource (AWS CloudFormation user guide, "Custom resource request
/// objects"). It is not a record, so that nothing prints the response URL, whose query contains a signature.
/// </summary>
internal sealed class CustomResourceRequest
{
    public string? RequestType { get; init; }

    [JsonPropertyName("ResponseURL")]
    public string? ResponseUrl { get; init; }

    public string? StackId { get; init; }

    public string? RequestId { get; init; }

    public string? LogicalResourceId { get; init; }

    /// <summary>The request, or null if the payload is something else.</summary>
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

    /// <exception cref="FunctionErrorException">The response URL cannot be used.</exception>
    public Uri ReadResponseUri() =>
        Uri.TryCreate(ResponseUrl, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new FunctionErrorException(
                "UnreadableRequest",
                "The custom resource's ResponseURL is not an https URL, so CloudFormation cannot get a response.");
}

/// <summary>The response, at most 4,096 bytes.</summary>
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
