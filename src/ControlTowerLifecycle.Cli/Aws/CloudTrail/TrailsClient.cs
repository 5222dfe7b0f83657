using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.CloudTrail;

/// <summary>The trails that record the caller's account in its region, wherever they were created.</summary>
internal sealed class TrailsClient(AwsConnection connection)
{
    private readonly JsonApi _api = new(
        connection, AwsService.CloudTrail, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "1.1");

    /// <exception cref="AwsException">CloudTrail refuses or does not respond.</exception>
    public async Task<IReadOnlyList<Trail>> ListAsync(CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            "DescribeTrails",
            null,
            new DescribeTrailsRequest(IncludeShadowTrails: true),
            TrailsJson.Default.DescribeTrailsRequest,
            TrailsJson.Default.DescribeTrailsResponse,
            cancellationToken);
        return response.TrailList ?? [];
    }

    /// <exception cref="AwsException">There is no such trail, or CloudTrail refuses or does not respond.</exception>
    public async Task<bool> IsLoggingAsync(string trailArn, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            "GetTrailStatus",
            trailArn,
            new TrailStatusRequest(trailArn),
            TrailsJson.Default.TrailStatusRequest,
            TrailsJson.Default.TrailStatusResponse,
            cancellationToken);
        return response.IsLogging;
    }
}

internal sealed record DescribeTrailsRequest([property: JsonPropertyName("includeShadowTrails")] bool IncludeShadowTrails);

internal sealed record DescribeTrailsResponse([property: JsonPropertyName("trailList")] IReadOnlyList<Trail>? TrailList = null);

/// <summary>A trail.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TrailArn">Its ARN.</param>
/// <param name="IsOrganizationTrail">Whether it records every account of the organization.</param>
internal sealed record Trail(
    string Name, [property: JsonPropertyName("TrailARN")] string TrailArn, bool IsOrganizationTrail = false);

internal sealed record TrailStatusRequest(string Name);

internal sealed record TrailStatusResponse(bool IsLogging = false);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DescribeTrailsRequest))]
[JsonSerializable(typeof(DescribeTrailsResponse))]
[JsonSerializable(typeof(TrailStatusRequest))]
[JsonSerializable(typeof(TrailStatusResponse))]
internal sealed partial class TrailsJson : JsonSerializerContext;
