using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>The API names most properties in camel case, but the ID in capitals.</summary>
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

/// <summary>A system setting: its value is text, also if it is true or false.</summary>
internal sealed record SystemSettingDto(string? Value);

internal sealed record ApiKeyDto
{
    [JsonPropertyName("ID")]
    public int? Id { get; init; }

    public string? KeyName { get; init; }

    public long? ExpiryDate { get; init; }
}

internal sealed record SearchDto(int MaxItems, IReadOnlyList<SearchCriterionDto> SearchCriteria, bool SortByObjectID);

/// <summary>Either by a text field, or by the ID, which has no field name.</summary>
internal sealed record SearchCriterionDto
{
    public string? FieldName { get; init; }

    public string? StringTest { get; init; }

    public string? StringValue { get; init; }

    public string? IdTest { get; init; }

    public int? IdValue { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(AwsConnectorDto))]
[JsonSerializable(typeof(AwsConnectorsDto))]
[JsonSerializable(typeof(AwsConnectorSettingsDto))]
[JsonSerializable(typeof(SystemSettingDto))]
[JsonSerializable(typeof(ApiKeyDto))]
[JsonSerializable(typeof(SearchDto))]
internal sealed partial class ConnectorJson : JsonSerializerContext;
