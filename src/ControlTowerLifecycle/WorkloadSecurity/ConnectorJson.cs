using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>The wire's own names: some in camel case, the ID in capitals.</summary>
internal sealed record AwsConnectorDto
{
    [JsonPropertyName("ID")]
    public int? Id { get; init; }

    public string? DisplayName { get; init; }

    public string? AccountId { get; init; }

    public string? CrossAccountRoleArn { get; init; }

    public bool? WorkspacesEnabled { get; init; }
}

internal sealed record AwsConnectorsDto(IReadOnlyList<AwsConnectorDto?>? AwsConnectors);

internal sealed record AwsConnectorSettingsDto(string? ExternalId);

internal sealed record ApiKeyDto(long? ExpiryDate);

internal sealed record SearchDto(int MaxItems, IReadOnlyList<SearchCriterionDto> SearchCriteria, bool SortByObjectID);

internal sealed record SearchCriterionDto(string FieldName, string StringTest, string StringValue);

internal sealed record ErrorDto(string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(AwsConnectorDto))]
[JsonSerializable(typeof(AwsConnectorsDto))]
[JsonSerializable(typeof(AwsConnectorSettingsDto))]
[JsonSerializable(typeof(ApiKeyDto))]
[JsonSerializable(typeof(SearchDto))]
[JsonSerializable(typeof(ErrorDto))]
internal sealed partial class ConnectorJson : JsonSerializerContext;
