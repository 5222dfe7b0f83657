using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>
/// An account as the API returns it. The form of the <see cref="JsonElement"/> members differs between its versions.
/// </summary>
internal sealed record AwsAccountDto
{
    public string? Id { get; init; }

    [JsonPropertyName("organizationID")]
    public string? OrganizationId { get; init; }

    public bool? IsTerraformDeployed { get; init; }

    [JsonPropertyName("isTFProviderDeployed")]
    public bool? IsTerraformProviderDeployed { get; init; }

    public string? RoleArn { get; init; }

    public string? Description { get; init; }

    public string? State { get; init; }

    public JsonElement Features { get; init; }

    public JsonElement ConnectedSecurityServices { get; init; }

    public JsonElement Sources { get; init; }

    public JsonElement MissingAwsPermissions { get; init; }

    public JsonElement TemplateVersion { get; init; }
}

internal sealed record AwsAccountsDto(IReadOnlyList<AwsAccountDto?>? Items, string? NextLink);

/// <summary>The fields of an account to connect; null fields are not sent.</summary>
internal sealed record NewAwsAccountDto(string RoleArn, string Name, string Description)
{
    public IReadOnlyList<FeatureDto>? Features { get; init; }

    public IReadOnlyList<SecurityServiceDto>? ConnectedSecurityServices { get; init; }
}

internal sealed record ChangedAwsAccountDto(string RoleArn);

internal sealed record FeatureDto(string Id, IReadOnlyList<string>? Regions);

internal sealed record SecurityServiceDto(string Name, IReadOnlyList<string> InstanceIds, IReadOnlyList<string>? Regions);

internal sealed record HealthDto(string? Status);

internal sealed record ErrorEnvelopeDto(ErrorDto? Error);

internal sealed record ErrorDto(
    string? Code, string? Message, [property: JsonPropertyName("innererror")] InnerErrorDto? Inner);

internal sealed record InnerErrorDto(string? Code, string? Service);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(AwsAccountDto))]
[JsonSerializable(typeof(AwsAccountsDto))]
[JsonSerializable(typeof(NewAwsAccountDto))]
[JsonSerializable(typeof(ChangedAwsAccountDto))]
[JsonSerializable(typeof(HealthDto))]
[JsonSerializable(typeof(ErrorEnvelopeDto))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CloudAccountsJson : JsonSerializerContext;
