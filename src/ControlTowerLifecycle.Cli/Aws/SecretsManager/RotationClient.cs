using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.SecretsManager;

/// <summary>Starts the rotation of secrets.</summary>
internal sealed class RotationClient(AwsConnection connection)
{
    private readonly JsonApi _api = new(connection, AwsService.SecretsManager, "secretsmanager", "1.1");

    /// <summary>Starts the rotation. It goes on after the call.</summary>
    /// <exception cref="AwsException">InvalidRequestException if the secret has no rotation function.</exception>
    public Task RotateAsync(string secretId, CancellationToken cancellationToken) => _api.SendAsync(
        "RotateSecret",
        secretId,
        new RotateSecretRequest(secretId, Guid.NewGuid().ToString()),
        RotationJson.Default.RotateSecretRequest,
        cancellationToken);
}

/// <param name="SecretId">The ARN or the name.</param>
/// <param name="ClientRequestToken">The ID of the new version; the same one does not rotate twice.</param>
internal sealed record RotateSecretRequest(string SecretId, string ClientRequestToken);

[JsonSerializable(typeof(RotateSecretRequest))]
internal sealed partial class RotationJson : JsonSerializerContext;
