using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws;

internal sealed record GetSecretValueQuestion(string SecretId);

// A class, because a record would print the secret from ToString.
internal sealed class GetSecretValueAnswer
{
    public string? SecretString { get; init; }
}

[JsonSerializable(typeof(GetSecretValueQuestion))]
[JsonSerializable(typeof(GetSecretValueAnswer))]
internal sealed partial class SecretsManagerWireContext : JsonSerializerContext;
