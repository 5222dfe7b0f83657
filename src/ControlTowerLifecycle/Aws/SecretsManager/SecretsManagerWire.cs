using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws.SecretsManager;

internal sealed record GetSecretValueRequest(string SecretId)
{
    public string? VersionId { get; init; }

    public string? VersionStage { get; init; }
}

// A class, because ToString of a record would contain the secret.
internal sealed class GetSecretValueResponse
{
    public string? SecretString { get; init; }
}

internal sealed record DescribeSecretRequest(string SecretId);

internal sealed record DescribeSecretResponse(IReadOnlyDictionary<string, IReadOnlyList<string>>? VersionIdsToStages);

// A class, because ToString of a record would contain the secret.
internal sealed class PutSecretValueRequest(string secretId, string clientRequestToken, IReadOnlyList<string> versionStages)
{
    public string SecretId { get; } = secretId;

    public string ClientRequestToken { get; } = clientRequestToken;

    public IReadOnlyList<string> VersionStages { get; } = versionStages;

    public required string SecretString { get; init; }
}

internal sealed record UpdateSecretVersionStageRequest(string SecretId, string VersionStage)
{
    public string? MoveToVersionId { get; init; }

    public string? RemoveFromVersionId { get; init; }
}

internal sealed record VersionResponse(string? VersionId);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GetSecretValueRequest))]
[JsonSerializable(typeof(GetSecretValueResponse))]
[JsonSerializable(typeof(DescribeSecretRequest))]
[JsonSerializable(typeof(DescribeSecretResponse))]
[JsonSerializable(typeof(PutSecretValueRequest))]
[JsonSerializable(typeof(UpdateSecretVersionStageRequest))]
[JsonSerializable(typeof(VersionResponse))]
internal sealed partial class SecretsManagerWireContext : JsonSerializerContext;
