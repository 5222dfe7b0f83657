using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>A class, because ToString of a record would contain the secret key.</summary>
internal sealed class ApiKeyRowDto
{
    [JsonPropertyName("ID")]
    public int? Id { get; init; }

    public string? KeyName { get; init; }

    [JsonPropertyName("roleID")]
    public int? RoleId { get; init; }

    public bool? Active { get; init; }

    public long? ExpiryDate { get; init; }

    /// <summary>Only in the response to the creation of the key.</summary>
    public string? SecretKey { get; init; }
}

internal sealed record ApiKeyRowsDto(IReadOnlyList<ApiKeyRowDto?>? ApiKeys);

internal sealed record NewApiKeyDto
{
    public required string KeyName { get; init; }

    public required string Description { get; init; }

    [JsonPropertyName("roleID")]
    public required int RoleId { get; init; }

    public required bool Active { get; init; }

    public long? ExpiryDate { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(ApiKeyRowDto))]
[JsonSerializable(typeof(ApiKeyRowsDto))]
[JsonSerializable(typeof(NewApiKeyDto))]
internal sealed partial class ApiKeysJson : JsonSerializerContext;
