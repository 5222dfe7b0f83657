using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws.SecretsManager;

internal sealed record GetSecretValueRequest(string SecretId);

// A class, because ToString of a record would contain the secret.
internal sealed class GetSecretValueResponse
{
    public string? SecretString { get; init; }
}

[JsonSerializable(typeof(GetSecretValueRequest))]
[JsonSerializable(typeof(GetSecretValueResponse))]
internal sealed partial class SecretsManagerWireContext : JsonSerializerContext;
